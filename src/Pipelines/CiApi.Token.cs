namespace Helmstuck.Pipelines;

internal sealed partial class CiApi
{
    private (string? Token, string? Failure) ReadToken()
    {
        string where;
        string? token;
        if (endpoint.Server.TokenEnv is { } variable)
        {
            where = $"the variable {variable}";
            token = environment(variable);
            if (string.IsNullOrWhiteSpace(token))
                return (null, $"no token: {where} is not set");
        }
        else if (endpoint.Server.TokenFile is { } file)
        {
            where = file;
            try
            {
                token = File.ReadAllText(file);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                return (null, $"no token: {error.Message}");
            }
            if (string.IsNullOrWhiteSpace(token))
                return (null, $"no token: {where} is empty");
        }
        else
        {
            return (null, null);
        }
        token = token.Trim();
        return token.All(letter => letter is > ' ' and < '\x7f')
            ? (token, null)
            : (null, $"no token: {where} contains characters that are not allowed in a token");
    }
}
