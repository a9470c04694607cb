using System.Security.Claims;
using ChatBot.Bot.Access;
using ChatBot.Bot.Access.SignIn;

namespace ChatBot.Bot.Tests.Access.SignIn;

/// <summary>What a verified id token makes of a person, without the way there (see <see cref="OpenIdTests"/>).</summary>
public sealed class SignedInPersonTests
{
    [Fact]
    public void A_person_is_who_the_provider_says_and_asks_in_the_one_workspace()
    {
        var person = SignedInPerson.Of(Token(("sub", "ada-1"), ("name", "Ada")), new SignInOptions { Workspace = "acme" });

        Assert.Equal(new Caller("person/https://provider.example/ada-1", "Ada", Roles.Asker, "acme", NamesPeople: false), person);
        Assert.True(SignedInPerson.Is(person!.Id));
        Assert.False(SignedInPerson.Is("admin-0123"));
    }

    [Theory]
    [InlineData("o", "s", "o")]
    [InlineData("", "s", "s")]
    [InlineData(null, "s", "s")]
    [InlineData(null, "", null)]
    [InlineData(null, null, null)]
    public void The_object_id_names_a_person_before_the_subject(string? oid, string? sub, string? subject)
    {
        var person = SignedInPerson.Of(Token(("oid", oid), ("sub", sub)), new SignInOptions());

        Assert.Equal(subject is null ? null : "person/https://provider.example/" + subject, person?.Id);
    }

    [Fact]
    public void A_token_without_an_issuer_names_nobody() =>
        Assert.Null(SignedInPerson.Of(new ClaimsPrincipal(new ClaimsIdentity([new Claim("sub", "ada-1")], "x")), new SignInOptions()));

    [Theory]
    [InlineData("Ada", "ada@example.com", "ada.l", "Ada")]
    [InlineData(null, "ada@example.com", "ada.l", "ada@example.com")]
    [InlineData(null, null, "ada.l", "ada.l")]
    [InlineData(null, null, null, "ada-1")]
    public void A_person_is_called_by_the_best_name_that_is_known(string? name, string? mail, string? account, string called)
    {
        var token = Token(("sub", "ada-1"), ("name", name), ("email", mail), ("email_verified", "true"), ("preferred_username", account));

        Assert.Equal(called, SignedInPerson.Of(token, new SignInOptions())!.Name);
    }

    [Theory]
    [InlineData("email_verified", "true", true)]
    [InlineData("email_verified", "True", true)]
    [InlineData("xms_edov", "1", true)]
    [InlineData("xms_edov", "true", true)]
    [InlineData("email_verified", "false", false)]
    [InlineData("email_verified", "0", false)]
    [InlineData("email_verified", "", false)]
    [InlineData("email_verified", null, false)]
    [InlineData("verified", "true", false)]
    public void An_address_counts_where_the_provider_has_verified_it(string claim, string? value, bool counts)
    {
        var options = new SignInOptions { Admins = { "ada@example.com" } };
        var token = Token(("sub", "ada-1"), ("email", "Ada@example.com"), (claim, value));
        Assert.Equal(counts ? Roles.Admin : Roles.Asker, SignedInPerson.Of(token, options)!.Role);

        options.Domains.Add("example.com");
        Assert.Equal(counts, SignedInPerson.Of(token, options) is not null);
    }

    [Theory]
    [InlineData("example.com", "ada@example.com", true)]
    [InlineData("@example.com", "ada@example.com", true)]
    [InlineData("Example.com", "ada@EXAMPLE.com", true)]
    [InlineData("example.com", "ada@notexample.com", false)]
    [InlineData("example.com", "ada@sub.example.com", false)]
    [InlineData("example.com", "ada@example.com.evil.example", false)]
    [InlineData("example.com", "", false)]
    [InlineData("example.com", null, false)]
    public void Only_the_named_domains_come_in(string domain, string? mail, bool comesIn)
    {
        var options = new SignInOptions { Domains = { "elsewhere.example", domain } };
        var token = Token(("sub", "ada-1"), ("email", mail), ("email_verified", "true"));

        Assert.Equal(comesIn, SignedInPerson.Of(token, options) is not null);
    }

    [Theory]
    [InlineData("roles", "Deciders", Roles.Reviewer)]
    [InlineData("groups", "deciders", Roles.Reviewer)]
    [InlineData("groups", "owners", Roles.Admin)]
    [InlineData("name", "owners", Roles.Asker)]
    [InlineData("groups", "others", Roles.Asker)]
    [InlineData("groups", "", Roles.Asker)]
    public void The_role_is_the_highest_that_something_vouched_for_holds(string claim, string value, string role)
    {
        var options = new SignInOptions { Admins = { "", "nobody", "owners" }, Reviewers = { "owners", "deciders" } };

        Assert.Equal(role, SignedInPerson.Of(Token(("sub", "ada-1"), ("roles", "first"), (claim, value)), options)!.Role);
    }

    private static ClaimsPrincipal Token(params (string Type, string? Value)[] claims) =>
        new(
            new ClaimsIdentity(
                [
                    new Claim("iss", "https://provider.example"),
                    .. claims.Where(claim => claim.Value is not null).Select(claim => new Claim(claim.Type, claim.Value!)),
                ],
                "x"
            )
        );
}
