"""Hand on what is kept, to the firm by mail and to the audience, until that has worked."""
