namespace Torghut.Contracts.Decoding;

/// <summary>A decoded record or the reason why there is none.</summary>
/// <param name="Value">The record; the default value after a failure.</param>
/// <param name="SchemaId">The frame's schema id; 0 when there was no frame.</param>
/// <param name="Detail">What was wrong, for people; null after success.</param>
public readonly record struct DecodeResult<T>(DecodeFailure Failure, T Value, int SchemaId, string? Detail)
    where T : struct
{
    public bool IsSuccess => Failure == DecodeFailure.None;

    /// <summary>The reason as a dead-letter record carries it: a stable word, a colon, then details.</summary>
    public string Reason => $"{Word(Failure)}: {Detail}";

    private static string Word(DecodeFailure failure) => failure switch
    {
        DecodeFailure.None => "none",
        DecodeFailure.NotFramed => "not_framed",
        DecodeFailure.SchemaNotLoaded => "schema_not_loaded",
        DecodeFailure.UnknownSchema => "unknown_schema",
        DecodeFailure.Unresolvable => "unresolvable",
        _ => "malformed",
    };
}
