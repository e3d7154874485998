namespace Torghut.Bench.Ws;

/// <summary>Someone who turns the corpus into framed Avro values.</summary>
internal interface IContender
{
    string Name { get; }

    /// <summary>SHA-256 of all values of one pass from a fresh start.</summary>
    Task<string> DigestAsync();

    /// <summary>Nanoseconds of wall-clock and CPU time and allocated bytes a message, over some passes; null where it cannot be told.</summary>
    Task<Sample> RunAsync(int passes);
}

/// <summary>One measurement, a message.</summary>
internal sealed record Sample(double Nanoseconds, double CpuNanoseconds, double? AllocatedBytes);
