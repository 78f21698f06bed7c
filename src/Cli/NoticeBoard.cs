namespace Helmstuck.Cli;

/// <summary>
/// Notices: the server's warnings, the output of a credential plugin, the request log. They go to standard error at once,
/// but while the full screen has the terminal they are held back, and are written when it has closed.
/// </summary>
internal sealed class NoticeBoard(CliStreams streams)
{
    private const int Most = 1000;

    private readonly Lock gate = new();
    private List<string>? held;

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
        }
    }
}
