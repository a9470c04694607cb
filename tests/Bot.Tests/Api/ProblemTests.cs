using System.Net;
using System.Text;
using System.Text.Json;
using ChatBot.TestKit.Hosting;

namespace ChatBot.Bot.Tests.Api;

public sealed class ProblemTests(ProblemTests.Fixture fixture) : IClassFixture<ProblemTests.Fixture>
{
    public sealed class Fixture : IAsyncLifetime
    {
        public BotApp Bot { get; private set; } = null!;

        public async Task InitializeAsync() => Bot = await BotApp.StartAsync();

        public async Task DisposeAsync() => await Bot.DisposeAsync();
    }

    [Theory]
    [InlineData("{}", "question_missing")]
    [InlineData("""{"question": "  "}""", "question_missing")]
    [InlineData("""{"question": 7}""", "wrong_type")]
    [InlineData("""{"question": ["a"]}""", "wrong_type")]
    [InlineData("""{"question": "a", "conversationId": {}}""", "wrong_type")]
    [InlineData("""["question"]""", "wrong_type")]
    [InlineData("""{"question": "a""", "invalid_json")]
    [InlineData("not json", "invalid_json")]
    [InlineData("""{"question": "\ud800"}""", "wrong_type")]
    [InlineData("""{"qestion": "a"}""", "unknown_field")]
    [InlineData("""{"question": "a", "a.b'] [0": 1}""", "unknown_field")]
    [InlineData("", "body_missing")]
    [InlineData("null", "body_missing")]
    [InlineData("""{"question": "a", "conversationId": ""}""", "invalid_id")]
    [InlineData("""{"question": "a", "workspace": "*"}""", "invalid_id")]
    [InlineData("""{"question": "a", "user": "a\u0000b"}""", "invalid_id")]
    public async Task A_bad_body_is_a_problem_with_a_code(string body, string code) =>
        await AssertProblem(await PostAsync(body), HttpStatusCode.BadRequest, code);

    [Theory]
    [InlineData("/api/ask", """{"qestion": "a"}""", "\"qestion\" is no field of this request: did you mean \"question\"?")]
    [InlineData("/api/ask", """{"question": "a", "converstionID": "b"}""", "did you mean \"conversationId\"?")]
    [InlineData("/api/ask", """{"question": "a", "temperature": 1}""", "question, conversationId, user, workspace")]
    [InlineData("/api/feedback/submit", """{"interactionId": "a", "rateing": 5}""", "did you mean \"rating\"?")]
    public async Task A_field_that_a_request_does_not_have_is_named_with_the_nearest_that_it_has(string path, string body, string said)
    {
        using var response = await fixture.Bot.Http.PostAsync(path, new StringContent(body, Encoding.UTF8, "application/json"));
        using var problem = JsonDocument.Parse(await response.Content.ReadAsStringAsync());

        Assert.Equal("unknown_field", problem.RootElement.GetProperty("code").GetString());
        Assert.Contains(said, problem.RootElement.GetProperty("detail").GetString());
    }

    [Fact]
    public async Task Any_facet_may_be_a_filter() =>
        Assert.Equal(
            JsonValueKind.Array,
            (await fixture.Bot.PostAsync("/api/similar", new { query = "a", filters = new { anything = "b" } }))
                .GetProperty("results")
                .ValueKind
        );

    [Fact]
    public async Task An_overlong_id_is_refused()
    {
        var body = JsonSerializer.Serialize(new { question = "a", conversationId = new string('x', 201) });

        await AssertProblem(await PostAsync(body), HttpStatusCode.BadRequest, "invalid_id");
    }

    [Fact]
    public async Task A_body_above_1_MB_is_refused()
    {
        var body = JsonSerializer.Serialize(new { question = new string('x', 1_100_000) });

        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/ask")
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        // Asked first whether it may send, the client hears the refusal before it has sent a megabyte into a closed connection.
        request.Headers.ExpectContinue = true;
        await AssertProblem(await fixture.Bot.Http.SendAsync(request), HttpStatusCode.RequestEntityTooLarge, "body_too_large");
    }

    [Fact]
    public async Task Another_content_type_is_refused() =>
        await AssertProblem(
            await PostAsync("question=a", "application/x-www-form-urlencoded"),
            HttpStatusCode.UnsupportedMediaType,
            "not_json"
        );

    [Theory]
    [InlineData("GET", "/api/nothing", HttpStatusCode.NotFound, "not_found")]
    [InlineData("GET", "/api/ask", HttpStatusCode.MethodNotAllowed, "method_not_allowed")]
    [InlineData("DELETE", "/health", HttpStatusCode.MethodNotAllowed, "method_not_allowed")]
    [InlineData("GET", "/%2e%2e/appsettings.json", HttpStatusCode.NotFound, "not_found")]
    public async Task A_wrong_address_is_a_problem_with_a_code(string method, string path, HttpStatusCode status, string code) =>
        await AssertProblem(await fixture.Bot.Http.SendAsync(new HttpRequestMessage(new HttpMethod(method), path)), status, code);

    [Fact]
    public async Task Every_response_carries_the_security_headers()
    {
        using var response = await fixture.Bot.Http.GetAsync("/health");

        var policy = Assert.Single(response.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("script-src 'self'", policy);
        Assert.DoesNotContain("unsafe", policy);
        Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
        Assert.False(response.Headers.Contains("Server"));
    }

    private Task<HttpResponseMessage> PostAsync(string body, string type = "application/json") =>
        fixture.Bot.Http.PostAsync("/api/ask", new StringContent(body, Encoding.UTF8, type));

    private static async Task AssertProblem(HttpResponseMessage response, HttpStatusCode status, string code)
    {
        using var received = response;
        var text = await response.Content.ReadAsStringAsync();
        Assert.Equal(status, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var problem = JsonDocument.Parse(text).RootElement;
        Assert.True(problem.TryGetProperty("code", out var given), text);
        Assert.Equal(code, given.GetString());
        Assert.NotEmpty(problem.GetProperty("detail").GetString()!);
        Assert.DoesNotContain("   at ", text);
        Assert.DoesNotContain("AskRequest", text);
    }
}
