namespace Torghut.Trading.Migrations;

/// <summary>The schema is not one this program can bring up to date. A retry cannot help.</summary>
internal sealed class MigrationException(string message) : Exception(message);
