using System.Globalization;
using System.IO.Compression;

namespace Torghut.Ta.Tests.Golden;

/// <summary>A LEAN data folder: the recorded one where there is one, else a small made one that is deleted afterwards.</summary>
internal sealed class RecordedDay : IDisposable
{
    private readonly bool _made;

    private RecordedDay(string folder, bool made)
    {
        Folder = folder;
        _made = made;
    }

    public string Folder { get; }

    public static RecordedDay Open(DateOnly date)
    {
        if (Environment.GetEnvironmentVariable("TORGHUT_TICKS") is { Length: > 0 } named)
        {
            return new RecordedDay(named, made: false);
        }

        var sibling = Path.Combine(Torghut.Testing.Repository.Root, "..", "shared", "data", "lean");
        return Directory.Exists(sibling) ? new RecordedDay(sibling, made: false) : new RecordedDay(Make(date), made: true);
    }

    /// <summary>The small one, also where there is a recorded one.</summary>
    public static RecordedDay OpenMade(DateOnly date) => new(Make(date), made: true);

    public void Dispose()
    {
        if (_made)
        {
            Directory.Delete(Folder, recursive: true);
        }
    }

    private static string Make(DateOnly date)
    {
        var folder = Path.Combine(Path.GetTempPath(), "torghut-day-" + Guid.NewGuid().ToString("N")[..12]);
        var random = new Random(date.DayNumber);
        foreach (var symbol in new[] { "aaa", "bbb" })
        {
            var directory = Directory.CreateDirectory(Path.Combine(folder, "equity", "usa", "tick", symbol)).FullName;
            var price = 500_000;
            var times = Enumerable.Range(0, 20_000).Select(_ => random.Next(14_400_000, 72_000_000)).Order().ToList();
            Write(Path.Combine(directory, $"{date:yyyyMMdd}_trade.zip"), times.Select(time =>
            {
                price += random.Next(-3, 4) * 100;
                uint[] conditions = [0x1, 0x20, 0x80000001, 0x2000, 0x4000, 0x2000000, 0x20000, 0x100000];
                return string.Create(CultureInfo.InvariantCulture,
                    $"{time},{price},{random.Next(1, 900)},{"NPQZ"[random.Next(4)]},{conditions[random.Next(8)]:X},0");
            }));
            Write(Path.Combine(directory, $"{date:yyyyMMdd}_quote.zip"), times.Select(time => random.Next(2) == 0
                ? string.Create(CultureInfo.InvariantCulture, $"{time},{price - 100},{random.Next(1, 9)}00,0,0,N,1,0")
                : string.Create(CultureInfo.InvariantCulture, $"{time},0,0,{price + 100},{random.Next(1, 9)}00,Q,1,0")));
        }

        return folder;
    }

    private static void Write(string path, IEnumerable<string> rows)
    {
        using var zip = ZipFile.Open(path, ZipArchiveMode.Create);
        using var writer = new StreamWriter(zip.CreateEntry(Path.GetFileNameWithoutExtension(path) + ".csv").Open());
        foreach (var row in rows)
        {
            writer.Write(row + "\n");
        }
    }
}
