using Helmstuck.Cli;
using Helmstuck.Kube.Transport;
using Helmstuck.Wiring;

// Asked before anything touches TLS: .NET would end the process without a word.
if (OpenSsl.Missing() is { } missing)
{
    Streams.Standard.Say(missing);
    return 1;
}
using var interruption = new Interruption();
try
{
    return await CommandLine.RunAsync(args, Composition.Root(Streams.Standard), interruption.Token).ConfigureAwait(false);
}
catch (OperationCanceledException) when (interruption.Token.IsCancellationRequested)
{
    Streams.Standard.Say("interrupted: nothing was changed");
    return 1;
}
finally
{
    Streams.Flush();
}
