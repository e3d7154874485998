using Microsoft.Extensions.Logging.Abstractions;
using Torghut.Sandbox.Kafka.Faults;
using Torghut.Sandbox.Kafka.Journal;
using Torghut.Sandbox.Kafka.Log;

namespace Torghut.Sandbox.Kafka.Tests.Transactions;

public sealed class CoordinatorJournalTests
{
    private string _path = "";
    private RetiredFiles _retired = null!;
    private LogContext _context = null!;

    [SetUp]
    public void Prepare()
    {
        _path = Path.Combine(Directory.CreateTempSubdirectory("torghut-kafka-journal-").FullName, "journal");
        _retired = new RetiredFiles(TimeProvider.System);
        _context = new LogContext(TimeProvider.System, FsyncPolicy.Never, new FaultPanel(TimeProvider.System), _retired, NullLogger.Instance);
    }

    [TearDown]
    public void Remove()
    {
        _retired.Dispose();
        Directory.Delete(Path.GetDirectoryName(_path)!, recursive: true);
    }

    [Test]
    public void Append_MostlyHistory_IsRewrittenAndReadBack()
    {
        using (var journal = new CoordinatorJournal(_path, _context))
        {
            for (var i = 0; i < 40; i++)
            {
                Put(journal, "key", (byte)i, size: 1_000_000);
            }

            Put(journal, "other", 7, size: 10);
        }

        Assert.That(new FileInfo(_path).Length, Is.LessThan(12_000_000));
        using var again = new CoordinatorJournal(_path, _context);
        Assert.That(again.Values("key").Single()[^1], Is.EqualTo(39));
        Assert.That(again.Values("other").Single(), Has.Length.EqualTo(10));
    }

    [Test]
    public void Append_OfOneBatch_IsAllOrNothing()
    {
        using (var journal = new CoordinatorJournal(_path, _context))
        {
            var batch = new JournalBatch();
            batch.Put("a", w => w.Int8(1));
            batch.Put("b", w => w.Int8(2));
            batch.Delete("never there");
            journal.Append(batch);
        }

        using (var file = File.OpenWrite(_path))
        {
            file.SetLength(file.Length - 1);
        }

        using var again = new CoordinatorJournal(_path, _context);
        Assert.That(again.Values(""), Is.Empty);
    }

    [Test]
    public void Append_DiskFull_ChangesNothing()
    {
        using var journal = new CoordinatorJournal(_path, _context);
        Put(journal, "key", 1, size: 10);
        _context.Faults.DiskFull = true;

        Assert.Throws<IOException>(() => Put(journal, "key", 2, size: 10));
        Assert.That(journal.Values("key").Single()[0], Is.EqualTo(1));
    }

    private static void Put(CoordinatorJournal journal, string key, byte value, int size)
    {
        var batch = new JournalBatch();
        batch.Put(key, w => w.Raw(Enumerable.Repeat(value, size).ToArray()));
        journal.Append(batch);
    }
}
