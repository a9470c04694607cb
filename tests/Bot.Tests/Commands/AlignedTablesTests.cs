using ChatBot.Bot.Commands;

namespace ChatBot.Bot.Tests.Commands;

public sealed class AlignedTablesTests
{
    [Fact]
    public void Columns_stand_below_each_other_and_it_stays_a_table() =>
        Assert.Equal(
            """
            By category:

            | category | requests |            |
            |----------|---------:|------------|
            | IT       |    4,120 | ██████████ |
            | HR \| EU |      812 | ██         |

            Ask for more.
            """,
            AlignedTables.In(
                """
                By category:

                | category | requests | |
                |---|---:|---|
                | IT | 4,120 | ██████████ |
                | HR \| EU | 812 | ██ |

                Ask for more.
                """
            )
        );

    [Theory]
    [InlineData("No table | at all.")]
    [InlineData("| a | b |\n|---|\n| c | d |")]
    [InlineData("|-")]
    [InlineData("| - |")]
    [InlineData("|\n|-|\n|")]
    public void What_is_no_table_stays_as_it_is(string text) => Assert.Equal(text, AlignedTables.In(text));
}
