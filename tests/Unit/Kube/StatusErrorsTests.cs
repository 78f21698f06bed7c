using System.Text;
using Helmstuck.Kube;
using Helmstuck.Kube.Resources;
using Helmstuck.Kube.Wire;

namespace Helmstuck.Tests.Unit.Kube;

/// <summary>Rule 40 and the wording of section 3: a Status speaks before the code.</summary>
public sealed class StatusErrorsTests
{
    [Theory]
    [InlineData(
        403,
        "Forbidden",
        "secrets is forbidden",
        nameof(KubeErrorKind.Forbidden),
        "Error from server (Forbidden): secrets is forbidden"
    )]
    [InlineData(
        401,
        "Unauthorized",
        "Unauthorized",
        nameof(KubeErrorKind.Unauthorized),
        "error: You must be logged in to the server (Unauthorized)"
    )]
    [InlineData(
        404,
        "NotFound",
        "secrets \"x\" not found",
        nameof(KubeErrorKind.NotFound),
        "Error from server (NotFound): secrets \"x\" not found"
    )]
    [InlineData(409, "Conflict", "the UID differs", nameof(KubeErrorKind.Conflict), "Error from server (Conflict): the UID differs")]
    [InlineData(409, "AlreadyExists", "it exists", nameof(KubeErrorKind.AlreadyExists), "Error from server (AlreadyExists): it exists")]
    [InlineData(410, "Expired", "too old", nameof(KubeErrorKind.Expired), "Error from server (Expired): too old")]
    [InlineData(500, "", "broken\nin two lines", nameof(KubeErrorKind.Server), "Error from server: broken in two lines")]
    public void Status_is_spelled_as_kubectl_does(int code, string reason, string message, string kind, string line)
    {
        var body = $$"""
            {"kind":"Status","apiVersion":"v1","status":"Failure","message":{{System.Text.Json.JsonSerializer.Serialize(message)}},
              "reason":"{{reason}}","code":{{code}}}
            """;
        var error = StatusErrors.FromAnswer(
            code,
            Encoding.UTF8.GetBytes(body),
            false,
            new RequestedObject("GET", ResourceType.Secrets, "x")
        );
        Assert.Equal((kind, line, code, reason), (error.Kind.ToString(), error.Message, error.StatusCode, error.Reason));
    }

    [Theory]
    [InlineData(
        401,
        "",
        "error: You must be logged in to the server (the server has asked for the client to provide credentials (get deployments.apps web))"
    )]
    [InlineData(
        502,
        "bad gateway",
        "Error from server (InternalError): an error on the server (\"bad gateway\") has prevented the request from succeeding (get "
            + "deployments.apps web)"
    )]
    [InlineData(
        503,
        "",
        "Error from server (ServiceUnavailable): the server is currently unable to handle the request (get deployments.apps web)"
    )]
    [InlineData(
        302,
        "",
        "Error from server: the server responded with the status code 302 but did not return more information (get deployments.apps web)"
    )]
    [InlineData(
        404,
        "nothing here",
        "Error from server (NotFound): the server could not find the requested resource (get deployments.apps web)"
    )]
    public void Without_a_Status_the_code_speaks(int code, string body, string line) =>
        Assert.Equal(
            line,
            StatusErrors
                .FromAnswer(code, Encoding.UTF8.GetBytes(body), true, new RequestedObject("GET", ResourceType.Deployments, "web"))
                .Message
        );

    [Fact]
    public void Invalid_objects_name_the_fields()
    {
        var body = """
            {"kind":"Status","status":"Failure","reason":"Invalid","code":422,"message":"m","details":{"kind":"Secret","name":"x",
              "causes":[{"field":"type","message":"Required"},{"field":"data","message":"Bad"}]}}
            """;
        Assert.Equal(
            "The Secret \"x\" is invalid: type: Required; data: Bad",
            StatusErrors.FromAnswer(422, Encoding.UTF8.GetBytes(body), false, new RequestedObject("PUT", null, null)).Message
        );
    }
}
