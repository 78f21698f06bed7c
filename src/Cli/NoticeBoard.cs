namespace Helmstuck.Cli;

/// <summary>
/// Notices: the server's warnings, the output of a credential plugin. They go to standard error at once, but while the full screen has the
/// terminal they are held back, and are written when it has closed. The request log is not held back: it would be endless.
/// </summary>
internal sealed class NoticeBoard(CliStreams streams)
{
    private const int Most = 1000;

    private readonly Lock gate = new();
    private List<string>? held;
    private bool lost;

    public void Say(string line)
    {
        lock (gate)
        {
            if (held is null)
                streams.Say(line);
            else if (held.Count < Most)
                held.Add(line);
        }
    }

    /// <summary>An entry of the request log, of one or more lines.</summary>
    public void Log(string entry)
    {
        lock (gate)
        {
            lost |= held is not null;
            foreach (var line in held is null ? entry.Split('\n') : [])
                streams.Say(line);
        }
    }

    public void Hold()
    {
        lock (gate)
            held ??= [];
    }

    public void Release()
    {
        lock (gate)
        {
            foreach (var line in held ?? [])
                streams.Say(line);
            held = null;
            if (lost)
                streams.Say("the requests of the full screen were not logged: use --log-file FILE with -v");
            lost = false;
        }
    }
}
