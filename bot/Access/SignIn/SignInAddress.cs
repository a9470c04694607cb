namespace ChatBot.Bot.Access.SignIn;

internal static class SignInAddress
{
    /// <summary>Only pages of ours: a link must not lead from our sign-in to somebody else's page.</summary>
    public static bool IsOwn(string? back) =>
        back is ['/', ..] and not ['/', '/' or '\\', ..] && !back.Any(letter => letter == '\\' || char.IsControl(letter));
}
