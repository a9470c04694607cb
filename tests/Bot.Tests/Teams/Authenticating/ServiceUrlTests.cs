using ChatBot.Bot.Channels.Teams.Authenticating;

namespace ChatBot.Bot.Tests.Teams.Authenticating;

/// <summary>The addresses of Microsoft's connector are written down here too: a name that is lost there would be lost unseen.</summary>
public sealed class ServiceUrlTests
{
    [Theory]
    [InlineData("https://smba.trafficmanager.net/teams/")]
    [InlineData("https://SMBA.TrafficManager.net/amer/")]
    [InlineData("https://europe.api.botframework.com/")]
    [InlineData("https://Europe.BotFramework.com")]
    [InlineData("https://api.botframework.us/")]
    [InlineData("https://smba.infra.gcc.teams.microsoft.com/gcc/")]
    [InlineData("https://smba.infra.gov.teams.microsoft.us/gov/")]
    public void Each_connector_of_Microsofts_is_known(string url) => Assert.True(ServiceUrls.IsMicrosoft(url));

    [Theory]
    [InlineData("http://smba.trafficmanager.net/teams/")]
    [InlineData("https://x@smba.trafficmanager.net/teams/")]
    [InlineData("https://smba.trafficmanager.net@evil.example/")]
    [InlineData("https://another.smba.trafficmanager.net/")]
    [InlineData("https://evilsmba.trafficmanager.net/")]
    [InlineData("https://other.trafficmanager.net/")]
    [InlineData("https://smba.trafficmanager.net.evil.example/")]
    [InlineData("https://evilbotframework.com/")]
    [InlineData("https://botframework.com.evil.example/")]
    [InlineData("https://api.botframework.com.evil.example/")]
    [InlineData("https://another.smba.infra.gov.teams.microsoft.us/")]
    [InlineData("https://evil.example/api.botframework.com")]
    [InlineData("smba.trafficmanager.net")]
    [InlineData("")]
    public void What_only_looks_like_one_is_none(string url) => Assert.False(ServiceUrls.IsMicrosoft(url));

    [Theory]
    [InlineData("http://127.0.0.1:3978/", true)]
    [InlineData("https://localhost/", true)]
    [InlineData("http://[::1]:80/", true)]
    [InlineData("ftp://127.0.0.1/", false)]
    [InlineData("file:///etc/hosts", false)]
    [InlineData("http://192.0.2.7/", false)]
    [InlineData("http://127.0.0.1.evil.example/", false)]
    [InlineData("127.0.0.1", false)]
    [InlineData(null, false)]
    public void This_machine_is_told_from_others(string? url, bool isHere) => Assert.Equal(isHere, ServiceUrls.IsLoopback(url));

    [Theory]
    [InlineData("https://anywhere.example/", true)]
    [InlineData("http://127.0.0.1:3978/", true)]
    [InlineData("http://anywhere.example/", false)]
    [InlineData("ftp://127.0.0.1/", false)]
    [InlineData("ws://localhost/", false)]
    [InlineData("anywhere", false)]
    [InlineData(null, false)]
    public void In_the_clear_nothing_leaves_this_machine(string? url, bool isSafe) => Assert.Equal(isSafe, ServiceUrls.IsSafe(url));
}
