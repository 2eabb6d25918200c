"""What a figure means: scorers of the labelled corpora, apart from the programs that make predictions."""
