using Npgsql;

namespace Torghut.Pipeline.Tests.Recovery;

/// <summary>
/// A base backup and the archived log behind it, as CloudNativePG keeps them, taken through PostgreSQL's own interface from a server that goes on working
/// (https://www.postgresql.org/docs/current/continuous-archiving.html).
/// </summary>
/// <param name="folder">Where the backup is kept.</param>
/// <param name="data">The server's data folder.</param>
/// <param name="owner">How its superuser connects.</param>
internal sealed class PostgresBackup(string folder, string data, string owner)
{
    /// <summary>Not part of a backup: what belongs to the running server, and the log, which is archived.</summary>
    private static readonly string[] LeftOut = ["pg_wal", "postmaster.pid", "postmaster.opts", "pg_replslot", "pg_stat_tmp"];

    private const int SegmentName = 24;

    private string Base => Path.Combine(folder, "base");

    private string Archive => Path.Combine(folder, "archive");

    /// <summary>Copies the data while the server works; the label says from where on the log is needed.</summary>
    public async Task TakeBaseAsync()
    {
        await using var server = NpgsqlDataSource.Create(owner);
        await using var session = await server.OpenConnectionAsync();
        // The server keeps what is not archived yet.
        await ExecuteAsync(session, "SELECT pg_create_physical_replication_slot('drill', immediately_reserve => true)");
        await ExecuteAsync(session, "SELECT pg_backup_start('drill', fast => true)");
        foreach (var entry in Directory.EnumerateFileSystemEntries(data).Where(entry => !LeftOut.Contains(Path.GetFileName(entry))))
        {
            DataFolders.Copy(entry, Path.Combine(Base, Path.GetFileName(entry)));
        }

        foreach (var empty in new[] { "pg_wal/archive_status", "pg_wal/summaries", "pg_replslot", "pg_stat_tmp" })
        {
            Directory.CreateDirectory(Path.Combine(Base, empty));
        }

        await using var stop = session.CreateCommand();
        stop.CommandText = "SELECT labelfile FROM pg_backup_stop(wait_for_archive => false)";
        await File.WriteAllTextAsync(Path.Combine(Base, "backup_label"), (string)(await stop.ExecuteScalarAsync())!);
        await ArchiveAsync();
    }

    /// <summary>Keeps what was committed until now: closes the log's segment and copies all that are closed.</summary>
    public async Task ArchiveAsync()
    {
        await using var server = NpgsqlDataSource.Create(owner);
        await using var session = await server.OpenConnectionAsync();
        // Where nothing was written since the last time there is nothing to close.
        await ExecuteAsync(session, "SELECT pg_logical_emit_message(true, 'drill', 'archive')");
        await using var ask = session.CreateCommand();
        ask.CommandText = "SELECT pg_walfile_name(pg_switch_wal())";
        var closed = (string)(await ask.ExecuteScalarAsync())!;
        Directory.CreateDirectory(Archive);
        foreach (var segment in Directory.EnumerateFiles(Path.Combine(data, "pg_wal")))
        {
            var name = Path.GetFileName(segment);
            var kept = Path.Combine(Archive, name);
            if (name.Length == SegmentName && string.CompareOrdinal(name, closed) <= 0 && !File.Exists(kept))
            {
                File.Copy(segment, kept);
            }
        }
    }

    /// <summary>
    /// Puts the backup where a server will find it; its start reads the archive to its end and goes on from there. Until then nobody is let in, not even to
    /// read.
    /// </summary>
    public async Task RestoreAsync(string target)
    {
        DataFolders.Copy(Base, target);
        DataFolders.LetNobodyElseIn(target);
        await File.WriteAllTextAsync(Path.Combine(target, "recovery.signal"), "");
        await File.AppendAllTextAsync(Path.Combine(target, "postgresql.auto.conf"), $"\nhot_standby = off\nrestore_command = 'cp \"{Archive}/%f\" \"%p\"'\n");
        DataFolders.LetOthersRead(folder);
    }

    private static async Task ExecuteAsync(NpgsqlConnection session, string sql)
    {
        await using var command = session.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }
}
