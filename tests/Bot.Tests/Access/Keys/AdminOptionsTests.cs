using System.ComponentModel.DataAnnotations;
using ChatBot.Bot.Access.Keys;

namespace ChatBot.Bot.Tests.Access.Keys;

public sealed class AdminOptionsTests
{
    private const string Short = "Admin:ReviewerKey needs at least 16 characters.";
    private const string Same = "Admin:ReviewerKey is the same as Admin:ApiKey: then reviewers would be admins.";

    [Theory]
    [InlineData("", "", null)]
    [InlineData("   ", "", null)]
    [InlineData("", "   ", null)]
    [InlineData("an admin key", "", null)]
    [InlineData("", "0123456789abcdef", null)]
    [InlineData("an admin key", "0123456789abcdef", null)]
    [InlineData("", "0123456789abcde", Short)]
    [InlineData("", "x", Short)]
    [InlineData("", "        0123456789abcde        ", Short)]
    [InlineData("0123456789abcdef", "0123456789abcdef", Same)]
    [InlineData("  0123456789abcdef", "0123456789abcdef  ", Same)]
    [InlineData("0123456789abcdef", "  0123456789abcdef", Same)]
    public void The_reviewers_key_is_long_enough_and_not_the_admins(string admin, string reviewer, string? fault)
    {
        var options = new AdminOptions { ApiKey = admin, ReviewerKey = reviewer };

        var faults = options.Validate(new ValidationContext(options)).Select(result => result.ErrorMessage);

        Assert.Equal(fault is null ? [] : [fault], faults);
    }
}
