"""Write one text: what is typed, checked, saved; its pictures, what is pasted, its translations."""
