namespace Torghut.Trading.Tests.Advisory;

/// <summary>Where somebody outside can write.</summary>
public enum HostileField
{
    StrategyName,
    Condition,
    Timeframe,
    Content,
    Rationale,
    Subject,
    RiskFlag,
    ExtraProperty,
    Refusal,
    FinishReason,
    ModelName,
    Fingerprint,
    ErrorMessage,
    ErrorParameter,
}
