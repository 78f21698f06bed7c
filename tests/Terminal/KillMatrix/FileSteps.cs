namespace Helmstuck.Tests.Terminal.KillMatrix;

/// <summary>
/// Counts what happens to the files of a state folder as it can be seen from outside: each time one appears, grows or gets another name.
/// At one of these moments it acts at once, on the thread that saw it.
/// </summary>
internal sealed class FileSteps : IDisposable
{
    private readonly FileSystemWatcher _watcher;
    private readonly List<string> _moments = [];
    private readonly int _stopAt;
    private readonly Action _act;

    /// <param name="folder">Exists, with the folders in it that are to be seen from the beginning.</param>
    /// <param name="stopAt">The number of the moment to act at, from 0; -1: none.</param>
    public FileSteps(string folder, int stopAt, Action act)
    {
        (_stopAt, _act) = (stopAt, act);
        _watcher = new FileSystemWatcher(folder)
        {
            IncludeSubdirectories = true,
            NotifyFilter = NotifyFilters.FileName | NotifyFilters.LastWrite | NotifyFilters.Size,
        };
        _watcher.Created += (_, change) => See("created", change.Name);
        _watcher.Changed += (_, change) => See("changed", change.Name);
        _watcher.Renamed += (_, change) => See("renamed", change.Name);
        _watcher.EnableRaisingEvents = true;
    }

    /// <summary>What was seen so far, for example <c>created helmstuck/journal.jsonl</c>.</summary>
    public IReadOnlyList<string> Moments
    {
        get
        {
            lock (_moments)
                return [.. _moments];
        }
    }

    public void Dispose() => _watcher.Dispose();

    private void See(string what, string? name)
    {
        lock (_moments)
        {
            _moments.Add($"{what} {name}");
            if (_moments.Count - 1 == _stopAt)
                _act();
        }
    }
}
