using System.ComponentModel.DataAnnotations;
using ChatBot.Bot.Access.SignIn;

namespace ChatBot.Bot.Tests.Access.SignIn;

public sealed class SignInOptionsTests
{
    [Fact]
    public void A_section_that_is_left_out_is_right()
    {
        Assert.Empty(FaultsOf(new SignInOptions()));
        Assert.False(new SignInOptions().IsOffered);
    }

    [Theory]
    [InlineData("client", "")]
    [InlineData("", "secret")]
    public void A_client_without_a_provider_is_told(string id, string secret) =>
        Assert.Equal(
            ["SignIn:Authority is empty: name the provider, or leave the section out."],
            FaultsOf(new SignInOptions { ClientId = id, ClientSecret = secret })
        );

    [Theory]
    [InlineData("https://provider.example.com/realm", true)]
    [InlineData("http://127.0.0.1:8080", true)]
    [InlineData("http://[::1]:8080", true)]
    [InlineData("http://provider.example.com", false)]
    [InlineData("http://192.0.2.7", false)]
    [InlineData("http://localhost.evil.example", false)]
    [InlineData("ftp://127.0.0.1", false)]
    [InlineData("provider.example.com", false)]
    public void The_provider_is_spoken_to_in_secret(string authority, bool isRight) =>
        Assert.Equal(isRight ? [] : ["SignIn:Authority must be an https address."], FaultsOf(With(authority)));

    [Theory]
    [InlineData("", "secret")]
    [InlineData("client", "")]
    public void A_provider_needs_both_halves_of_the_client(string id, string secret)
    {
        var options = With("https://provider.example.com");
        (options.ClientId, options.ClientSecret) = (id, secret);

        Assert.Equal(["SignIn:ClientId and SignIn:ClientSecret are needed; the provider gives both."], FaultsOf(options));
    }

    [Theory]
    [InlineData("")]
    [InlineData("*")]
    public void People_belong_to_one_workspace(string workspace)
    {
        var options = With("https://provider.example.com");
        options.Workspace = workspace;

        Assert.Equal(["SignIn:Workspace must be one workspace."], FaultsOf(options));
    }

    [Theory]
    [InlineData("https://accounts.google.com")]
    [InlineData("https://Accounts.Google.com/")]
    [InlineData("https://login.microsoftonline.com/common/v2.0")]
    [InlineData("https://login.microsoftonline.com/organizations/v2.0")]
    [InlineData("https://login.microsoftonline.com/consumers/v2.0")]
    public void A_provider_that_knows_everybody_needs_the_domains_that_may_ask(string authority)
    {
        var options = With(authority);
        Assert.Equal([$"{authority} knows people of every company: say in SignIn:Domains whose may ask."], FaultsOf(options));

        options.Domains.Add("example.com");
        Assert.Empty(FaultsOf(options));
    }

    [Fact]
    public void A_tenant_of_ones_own_needs_none() =>
        Assert.Empty(FaultsOf(With("https://login.microsoftonline.com/0c1c7a3e-2f0a-4e0e-8f57-6a1f6f1d9a01/v2.0")));

    private static SignInOptions With(string authority) =>
        new()
        {
            Authority = authority,
            ClientId = "client",
            ClientSecret = "secret",
        };

    private static IEnumerable<string?> FaultsOf(SignInOptions options) =>
        options.Validate(new ValidationContext(options)).Select(result => result.ErrorMessage);
}
