using System.Globalization;
using Microsoft.Extensions.Logging;
using Torghut.Sandbox.Postgres.Processes;

namespace Torghut.Sandbox.Postgres.Cluster;

/// <summary>The folder with the data: made once, and cleared of what a killed server left.</summary>
internal sealed class DataCluster(PostgresOptions options, string install, ServerAccount account, LauncherThread launcher, ILogger logger)
{
    private readonly string _root = System.IO.Path.GetFullPath(options.DataDirectory);

    public string Path => System.IO.Path.Combine(_root, "data");

    private string LockFile => System.IO.Path.Combine(Path, "postmaster.pid");

    /// <summary>Makes the data, when there is none.</summary>
    /// <exception cref="InvalidOperationException">initdb failed; the message holds what it said.</exception>
    public async Task CreateAsync(CancellationToken cancellationToken)
    {
        if (File.Exists(System.IO.Path.Combine(Path, "PG_VERSION")))
        {
            // Whoever unpacked or copied it may be another user than the one that the server runs as.
            account.Own(_root);
            foreach (string entry in Directory.EnumerateFileSystemEntries(_root, "*", SearchOption.AllDirectories))
            {
                account.Own(entry);
            }

            return;
        }

        account.CreatePrivateFolder(_root);
        // Made beside and moved into place, so that half a cluster is never taken for a whole one.
        string making = Path + ".new";
        string passwordFile = System.IO.Path.Combine(_root, "password");
        if (Directory.Exists(making))
        {
            Directory.Delete(making, recursive: true);
        }

        await File.WriteAllTextAsync(passwordFile, options.Password + "\n", cancellationToken);
        account.Own(passwordFile);
        try
        {
            await RunInitdbAsync(making, passwordFile, cancellationToken);
        }
        finally
        {
            File.Delete(passwordFile);
        }

        Directory.Move(making, Path);
    }

    /// <summary>
    /// After a kill, the lock file names a process that is gone, or by now another one, and backends may take a moment to notice. Waits for
    /// these and removes the file.
    /// </summary>
    /// <exception cref="InvalidOperationException">A server is using the data.</exception>
    public async Task ClearLeftoversAsync(CancellationToken cancellationToken)
    {
        if (!File.Exists(LockFile))
        {
            return;
        }

        int owner = int.Parse((await File.ReadAllLinesAsync(LockFile, cancellationToken))[0], CultureInfo.InvariantCulture);
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(TimeSpan.FromSeconds(10));
        while (Users() is { Count: > 0 } users)
        {
            if (users.Contains(owner))
            {
                throw new InvalidOperationException($"{Path} is in use by the PostgreSQL with process id {owner}.");
            }

            try
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, timeout.Token);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                throw new InvalidOperationException($"{Path} is still in use by the processes {string.Join(", ", users)} of a PostgreSQL that is gone.");
            }
        }

        File.Delete(LockFile);
        Log.LockRemoved(logger, owner);
    }

    private async Task RunInitdbAsync(string target, string passwordFile, CancellationToken cancellationToken)
    {
        Log.Creating(logger, Path);
        string[] arguments =
        [
            "--pgdata", target, "--username", options.User, "--pwfile", passwordFile, "--auth=scram-sha-256",
            "--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--no-instructions", "--no-sync",
        ];
        using ServerProcess initdb = await ServerProcess.StartAsync(launcher, account, System.IO.Path.Combine(install, "bin", "initdb"), arguments, logger);
        await initdb.WaitAsync(cancellationToken);
        if (initdb.ExitCode != 0)
        {
            throw new InvalidOperationException($"initdb ended with {initdb.ExitCode}: {initdb.Output}");
        }
    }

    // Every process of a PostgreSQL stands in its data folder.
    private List<int> Users() =>
    [
        .. Directory.EnumerateDirectories("/proc")
            .Where(folder => int.TryParse(System.IO.Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out _)
            && WorkingDirectoryOf(folder) == Path)
            .Select(folder => int.Parse(System.IO.Path.GetFileName(folder), CultureInfo.InvariantCulture)),
    ];

    private static string? WorkingDirectoryOf(string process)
    {
        try
        {
            return new FileInfo(System.IO.Path.Combine(process, "cwd")).LinkTarget;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Gone in the meantime, or somebody else's.
            return null;
        }
    }
}
