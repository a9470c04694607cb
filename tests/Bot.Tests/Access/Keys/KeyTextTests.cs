using ChatBot.Bot.Access.Keys;

namespace ChatBot.Bot.Tests.Access.Keys;

public sealed class KeyTextTests
{
    [Fact]
    public void A_key_carries_its_id_and_256_random_bits()
    {
        var (id, key) = KeyText.Make();

        Assert.Matches("^[0-9a-f]{12}$", id);
        Assert.Matches($"^cbk_{id}_[0-9a-f]{{64}}$", key);
        Assert.Equal(id, KeyText.IdOf(key));
        Assert.NotEqual(key, KeyText.Make().Key);
    }

    [Theory]
    [InlineData("")]
    [InlineData("cbk_")]
    [InlineData("cbk_0123456789a")]
    [InlineData("cbk_0123456789ab")]
    [InlineData("cbk_0123456789ab-secret")]
    [InlineData("cbk_0123456789a_secret")]
    [InlineData("CBK_0123456789ab_secret")]
    [InlineData("xxx_0123456789ab_secret")]
    [InlineData("0123456789abcbk_")]
    public void What_is_no_key_of_ours_has_no_id(string presented) => Assert.Null(KeyText.IdOf(presented));

    [Fact]
    public void Only_the_whole_key_has_its_hash()
    {
        var (_, key) = KeyText.Make();
        var hash = KeyText.HashOf(key);

        Assert.True(KeyText.IsHashOf(hash, key));
        Assert.False(KeyText.IsHashOf(hash, key[..^1]));
        Assert.False(KeyText.IsHashOf(hash, KeyText.Make().Key));
        Assert.False(KeyText.IsHashOf("", key));
    }

    [Theory]
    [InlineData(null, "asker", KeyFault.NameMissing)]
    [InlineData("  ", "asker", KeyFault.NameMissing)]
    [InlineData("a\tb", "asker", KeyFault.NameInvalid)]
    [InlineData("x", null, KeyFault.RoleUnknown)]
    [InlineData("x", "Admin", KeyFault.RoleUnknown)]
    [InlineData("x", "admin", null)]
    public void A_key_is_named_and_has_a_role(string? name, string? role, KeyFault? fault) =>
        Assert.Equal(fault, ApiKeys.FaultOf(name, role));

    [Theory]
    [InlineData(ApiKeys.MaxName, null)]
    [InlineData(ApiKeys.MaxName + 1, KeyFault.NameInvalid)]
    public void A_name_is_so_long_at_most(int length, KeyFault? fault) =>
        Assert.Equal(fault, ApiKeys.FaultOf(new string('x', length), "asker"));

    [Theory]
    [InlineData(KeyFault.NameMissing, "Say what the key is for (name).")]
    [InlineData(KeyFault.NameInvalid, "The name takes at most 80 printable characters.")]
    [InlineData(KeyFault.RoleUnknown, "The role must be one of asker, reviewer, admin.")]
    public void Each_fault_says_what_to_do(KeyFault fault, string message) => Assert.Equal(message, fault.Message());
}
