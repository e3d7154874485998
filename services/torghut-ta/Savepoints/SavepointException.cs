namespace Torghut.Ta.Savepoints;

/// <summary>A savepoint cannot be written, read or restored as asked. Trying again does not help.</summary>
internal sealed class SavepointException(string message, Exception? inner = null) : Exception(message, inner);
