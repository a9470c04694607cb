using ChatBot.Privacy;

namespace ChatBot.Core.Tests.Privacy;

public sealed class SecretTests
{
    // Put together at run time, so that no scanner of this repository takes them for real ones.
    private static string Fake(string prefix, int length) =>
        prefix + string.Concat(Enumerable.Range(0, length).Select(i => "aZ3kP9qLm7Xw1Rt5"[i % 16]));

    private static readonly string Jwt = string.Join(
        '.',
        "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9",
        "eyJzdWIiOiIxMjM0NTY3ODkwIn0",
        "dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U"
    );

    private static readonly string KeyBlock =
        $"-----BEGIN RSA {"PRIVATE"} KEY-----\n{Fake("MIIE", 60)}\n{Fake("q0Tz", 60)}==\n-----END RSA {"PRIVATE"} KEY-----";

    public static TheoryData<string> Found { get; } =
        Marked.Cases(
            $"key «AKIA{"IOSFODNN7EXAMPL3"}»",
            $"«{Fake("ghp_", 36)}»",
            $"token: «{Fake("github_pat_", 60)}»",
            $"«{Fake("glpat-", 20)}»",
            "«glpat-ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-x»",
            "«dop_v1_0123456789abcdef0123456789abcdef»",
            $"«{Fake("xoxb-", 40)}»",
            $"«{Fake("xoxp-12-", 40)}»",
            $"«{Fake("xapp-1-A0-", 40)}»",
            $"«{Fake("sk-", 48)}»",
            $"«{Fake("sk-proj-", 48)}»",
            $"«{Fake("sk_live_", 24)}»",
            $"«{Fake("AIza", 35)}»",
            $"«{Fake("hf_", 34)}»",
            $"«{Fake("npm_", 36)}»",
            $"«{Jwt}»",
            $"Authorization: Bearer «{Jwt}»",
            $"Bearer «{Fake("", 40)}»",
            $"curl -H 'Authorization: Basic «{Fake("", 20)}==»'",
            "postgres://loader:«s3cr3t!»@db.example.com/shop",
            "Server=db;User Id=sa;Password=«Str0ng!Pass»;Encrypt=true",
            "pwd=«x9!kk2»",
            "password: «hunter2»",
            "my password is «hunter2».",
            "\"password\": \"«correcthorse»\"",
            "DB_PASSWORD='«p4ssw0rd!»'",
            "api_key=«" + Fake("", 24) + "»",
            "\"apiKey\": \"«" + Fake("", 24) + "»\"",
            "aws_secret_access_key = «" + Fake("", 40) + "»",
            "client_secret: «" + Fake("", 32) + "»",
            "--password «hunter22»",
            "https://x.example/cb?access_token=«" + Fake("", 22) + "»&page=1",
            "«AccountKey=" + Fake("", 60) + "»",
            "secret = \"«9f86d081884c7d659a2feaa0c55ad015»\"",
            $"«{KeyBlock}»",
            $"my key:\n«{KeyBlock}»\nthanks",
            "Passwort: «Geheim123»",
            "contraseña: «Clave2024»"
        );

    public static TheoryData<string> Left { get; } =
        Marked.Cases(
            "commit 9fceb02d0ae598e95dc970b74767f19372d61af8",
            "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
            "password: must be at least eight characters",
            "The password is wrong",
            "password = os.environ[\"DB_PASSWORD\"]",
            "password: ${DB_PASSWORD}",
            "password=<your-password>",
            "password: ****",
            "token: string",
            "token = get_token(user)",
            "api_key = settings.API_KEY",
            "primary_key=customer_id_2024",
            "key: value",
            "key=cache-key-v2",
            "secret: my-app-secret",
            "secretName: db-credentials-prod",
            "Bearer tokens are opaque strings",
            "Basic authentication-middleware",
            "550e8400-e29b-41d4-a716-446655440000",
            "tokens: 128000",
            "max_tokens=4096",
            "key is primary",
            "password reset",
            "reset your password: click the link",
            "password?",
            "sk-learn is a library",
            "the eyJ prefix",
            "-----BEGIN CERTIFICATE-----",
            "ghp_ is the prefix",
            "https://user@example.com/path",
            "http://localhost:8080/a:b@c",
            "password: null",
            "Please set password",
            "PASSWORD",
            "api key: see the wiki page"
        );

    [Theory, MemberData(nameof(Found))]
    public void A_secret_is_redacted(string marked) => Marked.IsFound(PersonalData.Secret, marked);

    [Theory, MemberData(nameof(Left))]
    public void Hashes_references_and_prose_stay(string text) => Marked.IsLeft(text);

    [Fact]
    public void A_private_key_without_its_end_is_redacted_up_to_the_prose()
    {
        var cut = KeyBlock[..KeyBlock.LastIndexOf('\n')];
        Assert.Equal("Look:\n[secret]\nIs that right?", new Redactor().Redact($"Look:\n{cut}\nIs that right?").Text);
    }
}
