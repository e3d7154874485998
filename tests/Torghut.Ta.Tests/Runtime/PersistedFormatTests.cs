using System.Text;
using Torghut.Contracts.Records;
using Torghut.Ta.Engine;
using Torghut.Ta.EventTime;
using Torghut.Ta.Runtime;
using Torghut.Ta.Savepoints;
using Torghut.Ta.State;
using Torghut.Ta.Tests.Engine;
using Torghut.Ta.Tests.Oracle;
using Torghut.Testing;

namespace Torghut.Ta.Tests.Runtime;

/// <summary>
/// Bytes that outlive a build. When one of these tests fails, running jobs could no longer read what they stored: give the new layout a
/// new version and keep reading the old one, of which the golden files stay.
/// </summary>
[TestFixture]
internal sealed class PersistedFormatTests
{
    /// <summary>Tag, length and two hours of three bytes.</summary>
    private const int AdditionBytes = 8;

    private static readonly CommittedOffsets Offsets = new(1_234_567, 890, -1);
    private static readonly SavedClocks Clocks = new(
        new SavedClock(1_710_163_770_123_456_789, 1_710_163_768, 1_710_163_770_123_456_999), SavedClock.Unknown);

    private static readonly string Folder = Path.Combine(Repository.Root, "tests", "Torghut.Ta.Tests", "Golden");

    [Test]
    public void Save_SymbolState_HasTheGoldenBytes() => AssertGolden("saved-symbol-state-1.hex", HalfWay().Store["AAPL"]);

    /// <summary>What is new stands behind what was there, so that a build of before reads it.</summary>
    [TestCase("AAPL", "symbol-state-1.hex")]
    [TestCase("MSFT", "symbol-state-1-MSFT.hex")]
    [TestCase("BRK.B", "symbol-state-1-BRK.B.hex")]
    public void Save_WithoutAdditions_HasTheLayoutOfBefore(string symbol, string file) => AssertGolden(file, HalfWay().Store[symbol][..^AdditionBytes]);

    /// <summary>A symbol with corporate actions has them behind the rest; earlier builds step over them.</summary>
    [Test]
    public void Save_SymbolWithCorporateActions_HasTheGoldenBytesAndIsRead()
    {
        var run = new EngineRun();
        run.Declare("AAPL", CorporateActionKinds.Split, Scenario.Start, Scenario.Start, 0);
        run.Declare("AAPL", CorporateActionKinds.SymbolChange, Scenario.Start + (86_400 * Scenario.Second), Scenario.Start, 1);
        run.Feed(new OracleTrade("AAPL", Scenario.Start, 1, 2, Scenario.Start + 7, 1, "V", 100, 1, "@"));
        run.Feed(new OracleTrade("AAPL", Scenario.Start + (9 * Scenario.Second), 2, 3, Scenario.Start + (9 * Scenario.Second), 2, "V", 100, 1, "@"));
        var store = new Dictionary<string, byte[]>();
        var declared = run.Engine.DeclaredActions.ToList();
        run.Restart(store);
        AssertGolden("actions-symbol-state-1.hex", store["AAPL"]);
        Assert.That(run.Engine.DeclaredActions, Is.EqualTo(declared));
        Assert.That(declared.Select(pair => pair.Action.FirstBar > 0), Is.EqualTo(new[] { true, false }));
    }

    [Test]
    public void State_ChangelogRecord_HasTheGoldenBytes() =>
        AssertGolden("changelog-state-2.hex", ChangelogFrame.State("TAS"u8), ChangelogFrame.Key("torghut-ta-live", "BRK.B"));

    [Test]
    public void Commit_ChangelogRecord_HasTheGoldenBytes() =>
        AssertGolden("changelog-commit-2.hex", ChangelogFrame.Commit(Offsets), ChangelogFrame.Prefix("torghut-ta-live"));

    [Test]
    public void Commit_WithClocks_HasTheGoldenBytes() =>
        AssertGolden("changelog-commit-2-clocks.hex", ChangelogFrame.Commit(Offsets, Clocks), ChangelogFrame.Prefix("torghut-ta-live"));

    [Test]
    public void ReadCommit_GoldenBytes_HasWhatWasWritten()
    {
        Assert.That(ChangelogFrame.ReadCommit(ReadGolden("changelog-commit-2.hex", skip: 1)), Is.EqualTo(new SavedCommit(Offsets, null)));
        Assert.That(ChangelogFrame.ReadCommit(ReadGolden("changelog-commit-2-clocks.hex", skip: 1)), Is.EqualTo(new SavedCommit(Offsets, Clocks)));
    }

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

    /// <summary>
    /// Of builds with other arithmetic and with other rules for some sale conditions only the layout is the same: they are read, and gone on from.
    /// </summary>
    [TestCase("earlier-symbol-state-1.hex")]
    [TestCase("earlier-symbol-state-2.hex")]
    public void Restore_StateOfAnEarlierBuild_GoesOn(string file)
    {
        var (straight, _, second) = HalfWay();
        var restored = new EngineRun();
        restored.Engine.Restore(ReadGolden(file), "AAPL");
        restored.Engine.CompleteRestore();
        second.Feed(straight, new Random(1));
        straight.Finish();
        second.Feed(restored, new Random(1));
        restored.Finish();
        var pairs = restored.Signals.Where(s => s.Key.Symbol == "AAPL" && straight.Signals.ContainsKey(s.Key))
            .Select(s => (Actual: s.Value, Expected: straight.Signals[s.Key])).ToList();
        Assert.That(pairs, Has.Count.GreaterThan(10));
        foreach (var (actual, expected) in pairs)
        {
            Assert.That((actual.Rsi14, actual.Bollinger), Is.Not.EqualTo(((double?)null, (Bollinger?)null)), "warm from the start");
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
        foreach (var length in Enumerable.Range(0, saved.Length).Where(length => length != saved.Length - AdditionBytes))
        {
            Assert.That(() => new EngineRun().Engine.Restore(saved.AsSpan(0, length)), Throws.TypeOf<StateFormatException>(), $"{length} bytes");
        }
    }

    [Test]
    public void ReadCommit_OfANewerBuildWithAnotherField_IsRead() =>
        Assert.That(ChangelogFrame.ReadCommit([.. ChangelogFrame.Commit(new CommittedOffsets(5, 6, 7)), 1, 2, 3]).Offsets,
            Is.EqualTo(new CommittedOffsets(5, 6, 7)));

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

    /// <summary>With TORGHUT_WRITE_GOLDEN=1 a state's file is written, for a rule that changes what states hold.</summary>
    private static void AssertGolden(string name, byte[] value, byte[]? key = null)
    {
        if (key is null && Environment.GetEnvironmentVariable("TORGHUT_WRITE_GOLDEN") == "1")
        {
            File.WriteAllLines(Path.Combine(Folder, name), Convert.ToHexString(value).Chunk(120).Select(line => new string(line)));
        }

        var golden = File.ReadAllLines(Path.Combine(Folder, name));
        if (key is not null)
        {
            Assert.That(Encoding.UTF8.GetString(key), Is.EqualTo(golden[0]), name);
        }

        Assert.That(Convert.ToHexString(value), Is.EqualTo(string.Concat(golden.Skip(key is null ? 0 : 1))), name);
    }

    private static byte[] ReadGolden(string name, int skip = 0) =>
        Convert.FromHexString(string.Concat(File.ReadAllLines(Path.Combine(Folder, name)).Skip(skip)));
}
