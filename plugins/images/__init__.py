"""Show the images of texts in sizes and formats that suit every screen."""


