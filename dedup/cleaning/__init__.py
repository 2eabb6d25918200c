"""From articles to pages: clutter, credits, body sentences."""
