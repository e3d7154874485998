using System.Security.Cryptography;
using Torghut.Trading.Checkpoints;

namespace Torghut.Trading.Backtest.Checkpoints;

/// <summary>
/// A file with the state of a run that is under way: which run, how far it is, what it knows, and a digest of all of it. It is replaced as a whole or not at
/// all, so that a run that is killed leaves the last one.
/// </summary>
/// <param name="path">The file.</param>
/// <param name="run">Digest of everything that a run's outcome depends on beside its records.</param>
internal sealed class CheckpointFile(string path, byte[] run)
{
    private static readonly byte[] Magic = "torghut-backtest-checkpoint-1\n"u8.ToArray();

    public bool Exists => File.Exists(path);

    /// <summary>Writes what is saved.</summary>
    public void Save(Action<CheckpointWriter> save)
    {
        var next = path + ".next";
        using (var file = new FileStream(next, FileMode.Create, FileAccess.ReadWrite))
        {
            file.Write(Magic);
            file.Write(run);
            var writer = new CheckpointWriter(new BufferedStream(file));
            save(writer);
            writer.Dispose();
        }

        Seal(next);
        File.Move(next, path, overwrite: true);
    }

    /// <summary>Reads what was saved.</summary>
    /// <exception cref="InvalidDataException">The file is damaged, or of another run.</exception>
    public void Load(Action<CheckpointReader> load)
    {
        var bytes = File.ReadAllBytes(path);
        var end = bytes.Length - SHA256.HashSizeInBytes;
        var start = Magic.Length + run.Length;
        if (end < start || !bytes.AsSpan().StartsWith(Magic) || !SHA256.HashData(bytes.AsSpan(0, end)).AsSpan().SequenceEqual(bytes.AsSpan(end)))
        {
            throw new InvalidDataException($"{path} is no checkpoint, or it is damaged. Without it the run begins at its beginning.");
        }

        if (!bytes.AsSpan(Magic.Length, run.Length).SequenceEqual(run))
        {
            throw new InvalidDataException(
                $"{path} is of another run: of other strategies, settings or ticks, or of another version. Without it this one begins at its beginning.");
        }

        using var reader = new CheckpointReader(new MemoryStream(bytes, start, end - start, writable: false));
        load(reader);
    }

    public void Delete() => File.Delete(path);

    private static void Seal(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.ReadWrite);
        var digest = SHA256.HashData(stream);
        stream.Write(digest);
        stream.Flush(flushToDisk: true);
    }
}
