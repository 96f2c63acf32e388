"""A chapter whose questions hold what question banks trip over."""

from nbformat.v4 import new_markdown_cell, new_notebook

QUIZ = r"""## Check yourself

Choose an answer, then open it.

**1.** What is $\frac{r}{1 - r} h^2$ at `rate={0.5}`, where *h* < 3 & r ~ 1?

<details><summary>$h^{2}$: <code>h**2 # a square</code></summary>Yes. $\frac{1}{2} < 1$ cancels.</details>
<details><summary>10<sup>−9</sup> = ε</summary>No: \n is no number {not even = 1}.</details>

**2. Is "this" one <em>bold</em>?**

<details><summary>Yes, it is</summary>No. That is the mistake.</details>
<details><summary>a_b * c_d</summary>Right: 'quoted'.</details>
"""


def hard_chapter(quiz=QUIZ):
    """A notebook with these questions."""
    return new_notebook(cells=[new_markdown_cell("# A"), new_markdown_cell(quiz), new_markdown_cell("## Exercises")])
