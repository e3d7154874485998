namespace Torghut.Ops.TechnicalAnalysis.Live;

/// <summary>A client took no more bytes for too long.</summary>
internal sealed class SlowClientException() : Exception("The client takes no more bytes.");
