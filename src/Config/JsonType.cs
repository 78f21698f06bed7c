namespace Helmstuck.Config;

internal enum JsonType
{
    Text,
    Number,
    Boolean,
}
