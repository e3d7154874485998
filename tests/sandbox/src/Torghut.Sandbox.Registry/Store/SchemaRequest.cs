namespace Torghut.Sandbox.Registry.Store;

/// <summary>A schema as it was sent.</summary>
internal sealed record SchemaRequest(string? Text, SchemaAttachments Attachments);
