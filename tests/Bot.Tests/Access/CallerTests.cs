using System.Security.Claims;
using ChatBot.Bot.Access;
using ChatBot.Storage;

namespace ChatBot.Bot.Tests.Access;

public sealed class CallerTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_caller_is_read_as_it_was_written(bool namesPeople)
    {
        var caller = new Caller("key/1", "the wiki", Roles.Reviewer, "acme", namesPeople);

        var principal = caller.ToPrincipal("Key", new Claim("more", "kept"));

        Assert.Equal(caller, Caller.Of(principal));
        Assert.True(principal.Identity!.IsAuthenticated);
        Assert.True(principal.IsInRole(Roles.Reviewer));
        Assert.Equal("kept", principal.FindFirstValue("more"));
    }

    [Fact]
    public void Whom_no_authentication_let_in_has_no_right()
    {
        var nobody = Caller.Of(new ClaimsPrincipal(new ClaimsIdentity()));

        Assert.Equal(new Caller("", "", "", "", NamesPeople: false), nobody);
        Assert.False(nobody.MayEnter(Workspaces.Default));
        Assert.False(nobody.MayEnter(""));
    }

    [Theory]
    [InlineData("acme", "acme", null)]
    [InlineData("acme", null, null)]
    [InlineData("acme", "default", "other_workspace")]
    [InlineData("acme", "*", "invalid_id")]
    [InlineData("*", "default", null)]
    [InlineData("*", "acme", null)]
    [InlineData("*", "a b\n", "invalid_id")]
    [InlineData("", null, "other_workspace")]
    public void A_workspace_is_entered_where_the_credential_opens_it(string scope, string? named, string? code)
    {
        var caller = new Caller("x", "x", Roles.Admin, scope, NamesPeople: false);

        var fault = caller.Enter(named, out var workspace);

        Assert.Equal(code, fault?.ProblemDetails.Extensions["code"]);
        Assert.Equal(named ?? caller.Home, workspace);
    }

    [Theory]
    [InlineData("*", "default")]
    [InlineData("acme", "acme")]
    public void Where_no_workspace_is_named_the_own_one_is_meant(string scope, string home) =>
        Assert.Equal(home, new Caller("x", "x", Roles.Asker, scope, NamesPeople: false).Home);

    [Theory]
    [InlineData("key/1", true, "alice", "key/1/alice")]
    [InlineData("key/1", true, "", "key/1")]
    [InlineData("key/1", true, null, "key/1")]
    [InlineData("", true, "alice", "alice")]
    [InlineData("person/1", false, "alice", "person/1")]
    [InlineData("", false, "alice", "")]
    public void Only_programs_speak_for_others_and_beneath_their_own_id(string id, bool namesPeople, string? named, string person) =>
        Assert.Equal(person, new Caller(id, "x", Roles.Asker, Workspaces.All, namesPeople).PersonOf(named));
}
