namespace Torghut.Trading.Backtest.Checkpoints;

/// <summary>Keeps the state of a run now and then, and gives it back to the run that goes on.</summary>
/// <param name="file">Where it is kept.</param>
/// <param name="every">Records between two times.</param>
/// <param name="decisions">The file of decisions, which goes on where it was; null without one.</param>
internal sealed class RunCheckpoints(CheckpointFile file, long every, DecisionLog? decisions)
{
    private long _kept;

    public bool IsDue(long records) => records > _kept + every;

    /// <param name="records">Records that are worked off.</param>
    public void Save(RunState state, long records)
    {
        var length = decisions?.Keep() ?? 0;
        file.Save(writer =>
        {
            writer.Write(records);
            writer.Write(state.Records.Bytes);
            writer.Write(state.Records.Current());
            writer.Write(length);
            state.Run.Save(writer);
            writer.Write(state.Results, result => result.Save(writer));
        });
        _kept = records;
    }

    /// <summary>Takes over what a run that was killed had kept; returns the records that it had worked off, 0 when there is nothing.</summary>
    /// <exception cref="InvalidDataException">The file is damaged, or of another run.</exception>
    public long Resume(RunState state)
    {
        var records = 0L;
        if (!file.Exists)
        {
            decisions?.GoOnFrom(0);
            return records;
        }

        file.Load(reader =>
        {
            records = reader.Long();
            state.Records.Expect(reader.Long(), reader.Bytes());
            decisions?.GoOnFrom(reader.Long());
            state.Run.Load(reader);
            var result = 0;
            reader.All(() => state.Results[result++].Load(reader));
        });
        _kept = records;
        return records;
    }

    /// <summary>The run has ended.</summary>
    public void End() => file.Delete();
}
