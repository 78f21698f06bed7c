namespace Helmstuck.Terminal;

[Flags]
internal enum Modifiers
{
    None = 0,
    Shift = 1,
    Alt = 2,
    Control = 4,
}
