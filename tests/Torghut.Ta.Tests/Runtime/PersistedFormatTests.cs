using System.Text;
using Torghut.Ta.Runtime;
using Torghut.Ta.Savepoints;
using Torghut.Ta.State;
using Torghut.Ta.Tests.Engine;
using Torghut.Testing;

namespace Torghut.Ta.Tests.Runtime;

/// <summary>
/// Bytes that outlive a build. When one of these tests fails, running jobs could no longer read what they stored: give the new layout a
/// new version and keep reading the old one, of which the golden files stay.
/// </summary>
[TestFixture]
internal sealed class PersistedFormatTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "tests", "Torghut.Ta.Tests", "Golden");

    [Test]
    public void Save_SymbolState_HasTheGoldenBytes() => AssertGolden("symbol-state-1.hex", HalfWay().Store["AAPL"]);

    [Test]
    public void State_ChangelogRecord_HasTheGoldenBytes() =>
        AssertGolden("changelog-state-2.hex", ChangelogFrame.State("TAS"u8), ChangelogFrame.Key("torghut-ta-live", "BRK.B"));

    [Test]
    public void Commit_ChangelogRecord_HasTheGoldenBytes() =>
        AssertGolden("changelog-commit-2.hex", ChangelogFrame.Commit(new CommittedOffsets(1_234_567, 890, -1)), ChangelogFrame.Prefix("torghut-ta-live"));

    [Test]
    public void Write_Savepoint_HasTheGoldenBytes() => AssertGolden("savepoint-1.hex", SavepointFile.Write(SmallSavepoint()));

    /// <summary>What an earlier build stored is gone on from, and gives what that build would have given.</summary>
    [Test]
    public void Restore_GoldenState_GoesOnAsTheBuildThatWroteIt()
    {
        var (straight, _, second) = HalfWay();
        var first = straight.SignalLog.Count;
        second.Feed(straight, new Random(1));
        straight.Finish();
        var restored = new EngineRun();
        foreach (var file in Directory.GetFiles(Folder, "symbol-state-1*.hex"))
        {
            restored.Engine.Restore(ReadGolden(Path.GetFileName(file)));
        }

        restored.Engine.CompleteRestore();
        second.Feed(restored, new Random(1));
        restored.Finish();
        Assert.That(restored.SignalLog, Has.Count.GreaterThan(10));
        Assert.That(restored.Signals.Values, Is.EqualTo(restored.Signals.Keys.Select(key => straight.Signals[key])).AsCollection);
        Assert.That(restored.Bars.Values, Is.EqualTo(restored.Bars.Keys.Select(key => straight.Bars[key])).AsCollection);
        Assert.That(restored.SignalLog, Has.Count.EqualTo(straight.SignalLog.Count - first));
    }

    /// <summary>The layout is the same, but that build's arithmetic differed in the last bits, which is all that may be seen of it.</summary>
    [Test]
    public void Restore_StateOfABuildWithOtherArithmetic_GoesOnWithinTheTolerance()
    {
        const double tolerance = 1e-12;
        var (straight, _, second) = HalfWay();
        var restored = new EngineRun();
        restored.Engine.Restore(ReadGolden("earlier-symbol-state-1.hex"));
        restored.Engine.CompleteRestore();
        second.Feed(straight, new Random(1));
        straight.Finish();
        second.Feed(restored, new Random(1));
        restored.Finish();
        var pairs = restored.Signals.Where(s => s.Key.Symbol == "AAPL").Select(s => (Actual: s.Value, Expected: straight.Signals[s.Key])).ToList();
        Assert.That(pairs, Has.Count.GreaterThan(10));
        foreach (var (actual, expected) in pairs)
        {
            Assert.That(actual.RealizedVolatility, Is.EqualTo(expected.RealizedVolatility).Within(tolerance));
            Assert.That(actual.Bollinger!.Value.Upper, Is.EqualTo(expected.Bollinger!.Value.Upper).Within(tolerance * 100));
            Assert.That(actual.Vwap!.Value.Window5m, Is.EqualTo(expected.Vwap!.Value.Window5m).Within(tolerance * 100));
            Assert.That(actual.Lineage, Is.EqualTo(expected.Lineage));
        }
    }

    /// <summary>During a rollout partitions move from the newer build to this one: what only that one knows is left alone.</summary>
    [Test]
    public void Restore_StateOfANewerBuildWithAnOptionalField_GoesOnWithoutIt()
    {
        var (straight, store, second) = HalfWay();
        var restored = new EngineRun();
        foreach (var saved in store.Values)
        {
            restored.Engine.Restore(WithAddition(saved));
        }

        restored.Engine.CompleteRestore();
        var from = straight.SignalLog.Count;
        second.Feed(straight, new Random(1));
        straight.Finish();
        second.Feed(restored, new Random(1));
        restored.Finish();
        Assert.That(restored.SignalLog, Is.EqualTo(straight.SignalLog.Skip(from)).AsCollection);
    }

    [Test]
    public void Restore_StateOfAnotherLayout_IsRefused()
    {
        var saved = HalfWay().Store["AAPL"];
        saved[3] = 2;
        Assert.That(() => new EngineRun().Engine.Restore(saved), Throws.TypeOf<StateFormatException>().With.Message.Contains("version 2"));
    }

    [Test]
    public void Restore_StateCutAnywhere_IsRefused()
    {
        var saved = HalfWay().Store["AAPL"];
        for (var length = 0; length < saved.Length; length++)
        {
            Assert.That(() => new EngineRun().Engine.Restore(saved.AsSpan(0, length)), Throws.TypeOf<StateFormatException>(), $"{length} bytes");
        }
    }

    [Test]
    public void ReadCommit_OfANewerBuildWithAnotherField_IsRead() =>
        Assert.That(ChangelogFrame.ReadCommit([.. ChangelogFrame.Commit(new CommittedOffsets(5, 6, 7)), 1, 2, 3]), Is.EqualTo(new CommittedOffsets(5, 6, 7)));

    internal static Savepoint SmallSavepoint() => new(
        DateTimeOffset.FromUnixTimeSeconds(1_381_152_600), "torghut-ta-live", ["trades", "quotes", "bars"],
        [
            new SavedPartition(new CommittedOffsets(300, 4_000, 5),
                new Dictionary<string, ReadOnlyMemory<byte>> { ["MSFT"] = "m"u8.ToArray(), ["AAPL"] = "apple"u8.ToArray() }),
            new SavedPartition(new CommittedOffsets(0, -1, -1), new Dictionary<string, ReadOnlyMemory<byte>>()),
        ]);

    private static byte[] WithAddition(byte[] saved)
    {
        var writer = new StateWriter();
        foreach (var value in saved)
        {
            writer.WriteByte(value);
        }

        writer.WriteLong(7);
        writer.WriteBytes(Encoding.UTF8.GetBytes("an average that this build does not know"));
        return writer.Written.ToArray();
    }

    /// <summary>A run stopped in the middle of open windows, pending signals and held quotes, with what it saved and what comes next.</summary>
    private static (EngineRun Run, Dictionary<string, byte[]> Store, Scenario Second) HalfWay()
    {
        var whole = Scenario.Make(11, trades: 600, seconds: 120);
        var (trades, quotes) = (whole.Trades.Count / 2, whole.Quotes.Count / 2);
        var run = new EngineRun();
        new Scenario(whole.Trades[..trades], whole.Quotes[..quotes]).Feed(run, new Random(11));
        var store = new Dictionary<string, byte[]>();
        run.SaveTo(store);
        return (run, store, new Scenario(whole.Trades[trades..], whole.Quotes[quotes..]));
    }

    private static void AssertGolden(string name, byte[] value, byte[]? key = null)
    {
        var golden = File.ReadAllLines(Path.Combine(Folder, name));
        if (key is not null)
        {
            Assert.That(Encoding.UTF8.GetString(key), Is.EqualTo(golden[0]), name);
        }

        Assert.That(Convert.ToHexString(value), Is.EqualTo(string.Concat(golden.Skip(key is null ? 0 : 1))), name);
    }

    private static byte[] ReadGolden(string name) => Convert.FromHexString(string.Concat(File.ReadAllLines(Path.Combine(Folder, name))));
}
