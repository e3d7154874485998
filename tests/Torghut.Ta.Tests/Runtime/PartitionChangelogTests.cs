using System.Buffers.Binary;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Torghut.Ta.Runtime;

namespace Torghut.Ta.Tests.Runtime;

[TestFixture]
internal sealed class PartitionChangelogTests
{
    private readonly string[] _symbols = ["A", "B", "C", "D", "E"];

    [Test]
    public void Add_TwoCommits_GivesTheNewestStatesAndOffsets()
    {
        var log = new ChangelogLog("live");
        log.State("A", "a1");
        log.State("B", "b1");
        log.Commit(10);
        log.State("A", "a2");
        log.Commit(20);
        var read = log.Read();
        Assert.That(ChangelogLog.Texts(read), Is.EquivalentTo(new Dictionary<string, string> { ["A"] = "a2", ["B"] = "b1" }));
        Assert.That((read.Offsets, read.UncommittedTail.Count), Is.EqualTo((new CommittedOffsets(20, 20, 20), 0)));
    }

    /// <summary>A commit whose last record compaction took away looked like one that a crash had torn, and its other symbols were lost.</summary>
    [Test]
    public void Add_CompactionTookTheEndOfACommit_KeepsItsOtherSymbols()
    {
        var log = new ChangelogLog("live");
        log.State("A", "a1");
        log.State("B", "b1");
        log.State("C", "c1");
        log.Commit(10);
        log.State("C", "c2");
        log.State("D", "d1");
        log.Commit(20);
        for (var seed = 0; seed < 20; seed++)
        {
            log.Compact(new Random(seed));
        }

        Assert.That(
            ChangelogLog.Texts(log.Read()), Is.EquivalentTo(new Dictionary<string, string> { ["A"] = "a1", ["B"] = "b1", ["C"] = "c2", ["D"] = "d1" }));
    }

    [Test]
    public void Add_CommitCutShort_IsLeftOutAndNamed()
    {
        var log = new ChangelogLog("live");
        log.State("A", "a1");
        log.Commit(10);
        log.State("A", "a2");
        log.State("B", "b2");
        var read = log.Read();
        Assert.That(ChangelogLog.Texts(read), Is.EquivalentTo(new Dictionary<string, string> { ["A"] = "a1" }));
        Assert.That(read.UncommittedTail, Is.EquivalentTo(new[] { "A", "B" }));
        Assert.That(read.Offsets!.Value.Trades, Is.EqualTo(10));
    }

    [Test]
    public void Add_Tombstone_IsGoneWithTheCommit()
    {
        var log = new ChangelogLog("live");
        log.State("A", "a1");
        log.State("B", "b1");
        log.Commit(10);
        log.Withdraw("B");
        Assert.That(log.Read().States.Keys, Is.EquivalentTo(new[] { "A", "B" }));
        log.Commit(20);
        Assert.That(log.Read().States.Keys, Is.EquivalentTo(new[] { "A" }));
    }

    /// <summary>
    /// Commits of any symbols, crashes in the middle of some, owners that take over as the service does, compaction at any time: what is
    /// read is always what the complete commits wrote.
    /// </summary>
    [Test]
    public void Add_AnyCrashesTakeOversAndCompaction_GivesWhatWasCommitted() =>
        Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed =>
        {
            var random = new Random(seed);
            var log = new ChangelogLog("live");
            var model = new Dictionary<string, string>();
            var owed = new HashSet<string>();
            for (var commit = 1; commit <= 25; commit++)
            {
                var changed = _symbols.Where(_ => random.Next(3) == 0).Concat(owed).Distinct().OrderBy(_ => random.Next()).ToList();
                var next = new Dictionary<string, string>(model);
                var crash = random.Next(4) == 0 ? random.Next(changed.Count + 1) : int.MaxValue;
                for (var i = 0; i < Math.Min(crash, changed.Count); i++)
                {
                    // A symbol that is only owed and that no complete commit had gets a tombstone, the others are written again.
                    if (owed.Contains(changed[i]) && !model.ContainsKey(changed[i]) && random.Next(2) == 0)
                    {
                        log.Withdraw(changed[i]);
                        next.Remove(changed[i]);
                    }
                    else
                    {
                        log.State(changed[i], next[changed[i]] = $"{changed[i]}{commit}");
                    }
                }

                if (crash == int.MaxValue)
                {
                    log.Commit(commit);
                    model = next;
                    owed.Clear();
                }
                else
                {
                    owed = [.. log.Read().UncommittedTail];
                }

                // Nothing is compacted away that a crash could bring back: brokers keep the newest segment as it is.
                if (crash == int.MaxValue && random.Next(3) == 0)
                {
                    log.Compact(random);
                }

                Assert.That(ChangelogLog.Texts(log.Read()), Is.EquivalentTo(model));
            }

            return true;
        }).QuickCheckThrowOnFailure();

    [Test]
    public void Add_RecordsOfTheFirstVersion_AreRead()
    {
        var log = new ChangelogLog("live");
        log.Add("A", Counted(1, "a1"));
        log.Add("B", Counted(0, "b1"));
        log.Add("A", Counted(1, "cut"));
        var read = log.Read();
        Assert.That(ChangelogLog.Texts(read), Is.EquivalentTo(new Dictionary<string, string> { ["A"] = "a1", ["B"] = "b1" }));
        Assert.That(read.Offsets, Is.Null);
    }

    /// <summary>One record of the changelog costs its own symbol and nothing else.</summary>
    [TestCase("A", "03AABB")]
    [TestCase("A", "")]
    [TestCase("A", "0100")]
    [TestCase("A", "FF")]
    [TestCase("", "FF")]
    [TestCase("", "")]
    [TestCase("", "02FF")]
    public void Add_DamagedRecord_IsNamedAndTheOthersStay(string symbol, string hex)
    {
        var log = new ChangelogLog("live");
        log.State("A", "a1");
        log.State("B", "b1");
        log.Commit(10);
        log.Add(symbol, Convert.FromHexString(hex));
        log.State("B", "b2");
        log.Commit(20);
        log.Add(symbol, Convert.FromHexString(hex));
        var read = log.Read();
        Assert.That(read.Damaged.Keys, Is.EquivalentTo(new[] { symbol }));
        Assert.That(ChangelogLog.Texts(read)["B"], Is.EqualTo("b2"));
        Assert.That(read.Offsets, Is.EqualTo(new CommittedOffsets(20, 20, 20)));
    }

    /// <summary>A newer build's commit is no damage: this build must not work on what that one keeps.</summary>
    [Test]
    public void Add_CommitOfANewerBuild_IsRefusedForGood()
    {
        var log = new ChangelogLog("live");
        log.Add("", [3, 0]);
        Assert.That(() => log.Read(), Throws.TypeOf<TaException>().With.Property(nameof(TaException.IsTransient)).False.And.Message.Contains("version"));
    }

    private static byte[] Counted(int following, string state)
    {
        var value = new byte[5];
        value[0] = 1;
        BinaryPrimitives.WriteInt32LittleEndian(value.AsSpan(1), following);
        return [.. value, .. Encoding.UTF8.GetBytes(state)];
    }
}
