namespace Torghut.Trading.Checkpoints;

/// <summary>State of a run that a checkpoint keeps.</summary>
internal interface ICheckpointed
{
    void Save(CheckpointWriter writer);

    /// <summary>Takes over what was saved; called once, before anything else.</summary>
    void Load(CheckpointReader reader);
}
