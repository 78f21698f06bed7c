namespace Helmstuck.Kube;

/// <summary>When a credential plugin gets the standard input.</summary>
internal enum InteractiveMode
{
    Never,
    IfAvailable,
    Always,
}
