using ChatBot.Knowledge.Reading;
using ChatBot.Knowledge.Reading.Data;

namespace ChatBot.Core.Tests.Knowledge.Reading.Data;

public sealed class NotebookReaderTests
{
    private readonly NotebookReader _reader = new();

    [Fact]
    public void Cells_become_sections_with_their_code()
    {
        var document = Assert.Single(_reader.ReadBytes("n01-notebook.ipynb", Cases.Bytes("n01-notebook.ipynb")));
        Assert.Equal("Churn model", document.Title);
        Assert.Equal(
            "The churn model is retrained on the first Monday of each month.\n\n```python\ntrain(month='2024-01')\n```\n\n```text\nok\n```",
            document.Whole()
        );
    }

    [Fact]
    public void Format_3_is_read_and_images_are_left_out()
    {
        var document = Assert.Single(
            _reader.ReadText(
                "old.ipynb",
                """
                {"nbformat": 3, "metadata": {"name": ""}, "worksheets": [{"cells": [
                  {"cell_type": "heading", "level": 1, "source": ["Load"]},
                  {"cell_type": "markdown", "source": "Loads the rows."},
                  {"cell_type": "heading", "level": 2, "source": ["Check"]},
                  {"cell_type": "code", "language": "julia", "input": ["x = 1"], "outputs": [
                    {"output_type": "display_data", "png": "iVBOR"}, {"output_type": "pyerr", "ename": "KeyError", "evalue": "'x'"}]}]}]}
                """
            )
        );
        Assert.Equal("Load", document.Title);
        Assert.Equal("Loads the rows.\n\n# Check\n\n```julia\nx = 1\n```\n\n```text\nKeyError: 'x'\n```", document.Whole());
    }

    [Fact]
    public void Long_outputs_are_cut()
    {
        var lines = string.Join(", ", Enumerable.Range(1, 500).Select(i => $"\"row {i}\\n\""));
        var document = Assert.Single(
            _reader.ReadText(
                "a.ipynb",
                """
                {"cells": [{"cell_type": "code", "source": "show()", "outputs": [{"output_type": "stream", "text": [LINES]}]}],
                 "metadata": {"language_info": {"name": "R"}}}
                """.Replace("LINES", lines)
            )
        );
        Assert.StartsWith("```R\nshow()\n```\n\n```text\nrow 1\n", document.Whole());
        Assert.EndsWith("row 12\n…\n```", document.Whole());
    }

    [Fact]
    public void What_is_no_notebook_is_refused() => Assert.Throws<UnreadableDocumentException>(() => _reader.ReadText("a.ipynb", "[1, 2]"));

    [Fact]
    public void Any_bytes_are_read_or_refused() => MutatedFiles.Read(_reader, "n01-notebook.ipynb", Cases.Bytes("n01-notebook.ipynb"), 200);
}
