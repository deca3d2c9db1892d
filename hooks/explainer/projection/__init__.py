"""What spending has to bring back: a small engine of vintages, which knows no subject.

Import it from `facts` and above; it builds on no other room.

Read in this order: `engine`: from inputs to what comes of them, year by year. `javascript`: the
same as a browser runs it.
"""
