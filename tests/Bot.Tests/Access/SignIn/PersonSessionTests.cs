using System.Security.Claims;
using ChatBot.Bot.Access;
using ChatBot.Bot.Access.SignIn;
using ChatBot.Storage;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Moq;

namespace ChatBot.Bot.Tests.Access.SignIn;

public sealed class PersonSessionTests
{
    private static readonly Caller Ada = new("admin-1", "Ada (admin)", Roles.Admin, Workspaces.All, NamesPeople: false);

    [Fact]
    public async Task Looking_at_another_workspace_changes_that_and_nothing_else()
    {
        var written = new Mock<IAuthenticationService>();
        ClaimsPrincipal? moved = null;
        written
            .Setup(service =>
                service.SignInAsync(
                    It.IsAny<HttpContext>(),
                    PersonSession.SchemeName,
                    It.IsAny<ClaimsPrincipal>(),
                    It.IsAny<AuthenticationProperties?>()
                )
            )
            .Callback((HttpContext _, string? _, ClaimsPrincipal person, AuthenticationProperties? _) => moved = person)
            .Returns(Task.CompletedTask);
        var http = new DefaultHttpContext
        {
            RequestServices = new ServiceCollection().AddSingleton(written.Object).BuildServiceProvider(),
            User = Ada.ToPrincipal(PersonSession.SchemeName, new Claim("workspace", "default"), new Claim("key", "admin-key-1")),
        };

        await PersonSession.MoveAsync(http, "acme");

        Assert.Equal("acme", PersonSession.WorkspaceOf(moved!));
        Assert.Equal(["acme"], moved!.FindAll("workspace").Select(claim => claim.Value));
        Assert.Equal("admin-key-1", moved!.FindFirstValue("key"));
        Assert.Equal(Ada, Caller.Of(moved!));
        Assert.Equal(http.User.Claims.Count(), moved!.Claims.Count());
    }

    [Theory]
    [InlineData("acme", "acme")]
    [InlineData("*", "default")]
    public void A_session_that_names_no_workspace_looks_at_its_own(string scope, string workspace) =>
        Assert.Equal(workspace, PersonSession.WorkspaceOf((Ada with { Scope = scope }).ToPrincipal(PersonSession.SchemeName)));

    [Theory]
    [InlineData("/", true)]
    [InlineData("/admin/keys?a=b", true)]
    [InlineData("/a//b", true)]
    [InlineData(null, false)]
    [InlineData("", false)]
    [InlineData("admin", false)]
    [InlineData("//evil.example", false)]
    [InlineData("/\\evil.example", false)]
    [InlineData("/a\\b", false)]
    [InlineData("/a\tb", false)]
    [InlineData("https://evil.example/", false)]
    public void Only_an_address_of_our_own_is_led_back_to(string? back, bool isOwn) => Assert.Equal(isOwn, SignInAddress.IsOwn(back));
}
