using System.Globalization;
using Torghut.Testing;
using Torghut.Trading.Integration.Tests.Support;

namespace Torghut.Trading.Integration.Tests;

/// <summary>
/// An instance is stopped between its claim and its bytes and woken when its lease is another's, when a stop is engaged, or both; two cores are busy beside it.
/// By the broker's ledger the woken instance sends nothing, nothing is doubled, and what arrives after a stop is gone within two seconds.
/// </summary>
// What it measures should not wait for others.
[NonParallelizable]
public sealed class StandStillTests
{
    private const int ShortRounds = 12;
    private const int DrillRounds = 200;

    private static readonly StandStill[] Happenings = [StandStill.TakenOver, StandStill.Stopped, StandStill.Both];

    [Test]
    [Category("Long")]
    public Task Woken_AtEveryPointAfterEverything_SendsNothing() => RunAsync(ShortRounds);

    [Test]
    [Category("Drill")]
    [TimeLimit(3600)]
    public Task Woken_HundredsOfTimes_SendsNothing() => RunAsync(DrillRounds);

    private static async Task RunAsync(int rounds)
    {
        // Made before the cores are busy: what takes long then is not what this is about.
        var rigs = await Task.WhenAll(StandStillRig.Points.Select(StandStillRig.CreateAsync));
        await using var busy = new BusyCores();
        var results = await Task.WhenAll(rigs.Select(rig => PairAsync(rig, rounds / rigs.Length)));
        var stood = results.Sum(result => result.Stood);
        TestContext.Out.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"drill: {stood} of {rounds} rounds stood still where they were meant to; {results.Sum(result => result.Faults.Count)} faults"));
        Assert.That(results.SelectMany(result => result.Faults), Is.Empty);
        Assert.That(stood, Is.GreaterThanOrEqualTo(rounds * 9 / 10), "or the drill says nothing");
    }

    private static async Task<(int Stood, IReadOnlyList<string> Faults)> PairAsync(StandStillRig made, int rounds)
    {
        await using var rig = made;
        for (var round = 0; round < rounds; round++)
        {
            await rig.RoundAsync(Happenings[round % Happenings.Length]);
        }

        await rig.EndAsync();
        return (rig.Stood, rig.Faults);
    }
}
