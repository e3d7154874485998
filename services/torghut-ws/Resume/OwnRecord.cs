namespace Torghut.Ws.Resume;

/// <summary>A decoded record of one of the service's own topics and the partition that holds it.</summary>
internal readonly record struct OwnRecord<T>(int Partition, T Value)
    where T : struct;
