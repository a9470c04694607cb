using System.Data.Common;
using ChatBot.Bot.Access.SignIn;
using ChatBot.Storage;
using ChatBot.TestKit;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Moq;

namespace ChatBot.Bot.Tests.Access.SignIn;

/// <summary>The first key that encrypts cookies, where several instances share a database.</summary>
public sealed class CookieKeysTests
{
    private readonly SetTime _time = new();
    private readonly Mock<IKeyManager> _keys = new();

    [Theory]
    [InlineData(1, false, false)]
    [InlineData(0, false, true)]
    [InlineData(-1, false, true)]
    [InlineData(1, true, true)]
    public async Task One_is_made_where_none_holds_any_more(int hoursLeft, bool isRevoked, bool isMade)
    {
        var expires = _time.Now.AddHours(hoursLeft);
        _keys.Setup(keys => keys.GetAllKeys()).Returns([Mock.Of<IKey>(key => key.ExpirationDate == expires && key.IsRevoked == isRevoked)]);

        await StartAsync(isShared: true);

        _keys.Verify(keys => keys.CreateNewKey(_time.Now, _time.Now.AddDays(90)), Times.Exactly(isMade ? 1 : 0));
    }

    [Fact]
    public async Task The_first_instance_makes_one_while_the_others_wait()
    {
        var order = new List<string>();
        _keys.Setup(keys => keys.GetAllKeys()).Callback(() => order.Add("looked")).Returns([]);

        await StartAsync(isShared: true, locked: () => order.Add("locked"));

        Assert.Equal(["locked", "looked"], order);
    }

    [Fact]
    public async Task An_instance_with_a_database_of_its_own_leaves_it_to_the_framework()
    {
        await StartAsync(isShared: false);

        _keys.VerifyNoOtherCalls();
    }

    private Task StartAsync(bool isShared, Action? locked = null)
    {
        var sql = new Mock<ISqlDialect>();
        sql.Setup(dialect => dialect.LockAsync(It.IsAny<DbTransaction>(), It.IsAny<long>(), It.IsAny<CancellationToken>()))
            .Callback(() => locked?.Invoke())
            .Returns(Task.CompletedTask);
        var database = new Mock<IDatabase>();
        database.SetupGet(one => one.IsShared).Returns(isShared);
        database.SetupGet(one => one.Sql).Returns(sql.Object);
        database
            .Setup(one => one.WriteAsync(Workspaces.All, It.IsAny<Func<DbTransaction, Task<bool>>>(), It.IsAny<CancellationToken>()))
            .Returns((string _, Func<DbTransaction, Task<bool>> work, CancellationToken _) => work(null!));
        return new CookieKeysAtStart(database.Object, _keys.Object, _time).StartAsync(CancellationToken.None);
    }
}
