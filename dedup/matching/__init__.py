"""From pages to copies and stories."""
