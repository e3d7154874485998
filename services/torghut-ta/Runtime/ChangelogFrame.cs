using System.Text;
using Torghut.Ta.Engine;
using Torghut.Ta.State;

namespace Torghut.Ta.Runtime;

/// <summary>
/// Records of the changelog. Every key begins with <c>group/</c>, so that a replay group and the live one keep their states apart in the
/// same topic. A symbol's state is under <c>group/symbol</c>; what closes a commit is under <c>group/</c> alone and holds the offsets
/// that the commit reached. A first byte tells the version.
/// </summary>
internal static class ChangelogFrame
{
    /// <summary>As earlier builds wrote states: with the number of records of the same commit that follow.</summary>
    private const byte Counted = 1;

    private const byte Version = 2;
    private const int CountedHeader = 5;

    /// <summary>The addition of a commit that holds the partition's clocks.</summary>
    private const long ClocksTag = 1;

    /// <summary>The highest version that some later build may plausibly have; a first byte above is damage.</summary>
    private const byte LastVersion = 15;

    public static byte[] Prefix(string group) => Encoding.UTF8.GetBytes(group + "/");

    public static byte[] Key(string group, string symbol) => Encoding.UTF8.GetBytes($"{group}/{symbol}");

    public static byte[] State(ReadOnlySpan<byte> state)
    {
        var value = new byte[1 + state.Length];
        value[0] = Version;
        state.CopyTo(value.AsSpan(1));
        return value;
    }

    /// <param name="clocks">Null where nobody knows them: whoever restores then has those of the symbols.</param>
    public static byte[] Commit(in CommittedOffsets offsets, SavedClocks? clocks = null)
    {
        var writer = new StateWriter();
        writer.WriteByte(Version);
        writer.WriteLong(offsets.Trades);
        writer.WriteLong(offsets.Quotes);
        writer.WriteLong(offsets.Bars);
        if (clocks is { } known)
        {
            var content = new StateWriter();
            known.Write(content);
            writer.WriteLong(ClocksTag);
            writer.WriteBytes(content.Written);
        }

        return writer.Written.ToArray();
    }

    /// <param name="endsCommit">Whether the record closes its commit itself.</param>
    /// <exception cref="StateFormatException">The record was not written by a version that this one reads.</exception>
    public static ReadOnlyMemory<byte> ReadState(byte[] value, out bool endsCommit)
    {
        endsCommit = false;
        if (value is [Version, ..])
        {
            return value.AsMemory(1);
        }

        if (value.Length < CountedHeader || value[0] != Counted)
        {
            throw Unreadable(value);
        }

        endsCommit = System.Buffers.Binary.BinaryPrimitives.ReadInt32LittleEndian(value.AsSpan(1)) == 0;
        return value.AsMemory(CountedHeader);
    }

    /// <summary>Fields that a later version may have added at the end are left alone.</summary>
    /// <exception cref="TaException">A newer build committed: what it keeps is not for this one.</exception>
    /// <exception cref="StateFormatException">The record is damaged.</exception>
    public static SavedCommit ReadCommit(byte[] value)
    {
        if (value is [> Version and <= LastVersion, ..])
        {
            throw new TaException(ErrorClass.State, $"The changelog's last commit has version {value[0]}; this build reads {Version}.", isTransient: false);
        }

        if (value is not [Version, ..])
        {
            throw Unreadable(value);
        }

        var reader = new StateReader(value);
        reader.ReadByte();
        var offsets = new CommittedOffsets(reader.ReadLong(), reader.ReadLong(), reader.ReadLong());
        return new SavedCommit(offsets, ReadClocks(ref reader));
    }

    private static SavedClocks? ReadClocks(ref StateReader reader)
    {
        try
        {
            while (reader.TryReadAddition(out var tag, out var content))
            {
                if (tag == ClocksTag)
                {
                    var clocks = new StateReader(content);
                    return SavedClocks.Read(ref clocks);
                }
            }
        }
        catch (StateFormatException)
        {
            // The offsets are whole, and the symbols' states have clocks as well.
            return null;
        }

        return null;
    }

    private static StateFormatException Unreadable(byte[] value) => new(
        $"A changelog record of {value.Length} bytes has version {(value.Length == 0 ? "none" : value[0])}; this build reads {Counted} and {Version}.");
}
