using System.Reflection;
using System.Text.Json;
using Torghut.Trading.Integration.Tests.Support;
using Torghut.Trading.Storage;

namespace Torghut.Trading.Integration.Tests;

/// <summary>Two accounts in one database: whatever a store is asked or told for one of them concerns that one alone.</summary>
public sealed class AccountIsolationTests
{
    private const string Ours = FreshDatabase.Account;

    private FreshDatabase _fresh = null!;
    private AccountDeeds _deeds = null!;

    [SetUp]
    public async Task CreateAsync()
    {
        _fresh = await FreshDatabase.CreateAsync();
        _deeds = new AccountDeeds(_fresh);
        await _deeds.BeginAsync(Ours, AccountDeeds.Other);
    }

    [TearDown]
    public ValueTask DisposeAsync() => _fresh.DisposeAsync();

    [Test]
    [Category("Long")]
    public async Task Read_WhileAnotherAccountHasRows_ShowsNoneOfThem()
    {
        var before = await ReadAsync(Ours);
        await FillAsync();
        var (ours, theirs) = (await ReadAsync(Ours), await ReadAsync(AccountDeeds.Other));
        Assert.Multiple(() =>
        {
            foreach (var (name, empty) in before)
            {
                Assert.That(ours[name], Is.EqualTo(empty), name);
                Assert.That(theirs[name], Is.Not.EqualTo(empty), $"{name} shows what there is");
            }
        });
    }

    [Test]
    public async Task Write_ForOneAccount_LeavesTheOthersRowsAsTheyAre()
    {
        await FillAsync();
        var theirs = await _deeds.DigestAsync(AccountDeeds.Other);
        foreach (var (name, act) in _deeds.Writes)
        {
            await act(Ours);
            Assert.That(await _deeds.DigestAsync(AccountDeeds.Other), Is.EqualTo(theirs), name);
        }
    }

    /// <summary>Whoever adds a method to a store adds its row, or says why it is about no account.</summary>
    [Test]
    public void Rows_EveryMethodOfEveryStore_HasOne()
    {
        var methods = typeof(Database).Assembly.GetTypes()
            .Where(type => type.GetConstructors().SelectMany(constructor => constructor.GetParameters()).Any(given => given.ParameterType == typeof(Database)))
            .SelectMany(type => type.GetMethods(BindingFlags.Instance | BindingFlags.Public | BindingFlags.DeclaredOnly)
                .Where(method => typeof(Task).IsAssignableFrom(method.ReturnType)).Select(method => $"{type.Name}.{method.Name}"));
        Assert.That(
            _deeds.Reads.Keys.Concat(_deeds.Writes.Select(write => write.Name)).Concat(AccountDeeds.Shared.Keys).Distinct(),
            Is.EquivalentTo(methods.Distinct()));
    }

    /// <summary>Everything that can be done, done for the other account, and some of it left open.</summary>
    private async Task FillAsync()
    {
        foreach (var (name, act) in _deeds.Writes)
        {
            var before = await _deeds.DigestAsync(AccountDeeds.Other);
            await act(AccountDeeds.Other);
            Assert.That(await _deeds.DigestAsync(AccountDeeds.Other), Is.Not.EqualTo(before), $"{name} changes something");
        }

        await _deeds.RestockAsync();
    }

    private async Task<Dictionary<string, string>> ReadAsync(string label)
    {
        var shown = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, read) in _deeds.Reads)
        {
            shown.Add(name, JsonSerializer.Serialize(await read(label)));
        }

        return shown;
    }
}
