import { type Answer, type Route, routes } from '../lib/routes'
import { Code, pretty } from '../ui/Code'

interface Props {
  answer: Answer | undefined
  error: string | undefined
  organization: string
  token: string | undefined
  edited: boolean
  onCall: (route: Route, withToken: boolean) => void
}

/** The guarded routes, called with the token or without: no button stands before them here. */
export function WorkerPanel({ answer, error, organization, token, edited, onCall }: Props) {
  return (
    <div className="worker">
      <ul className="routes">
        {routes.map(route => {
          const { method, path, permission } = route
          return (
            <li key={method}>
              <div className="route">
                <code>
                  <b>{method}</b> {path(organization)}
                </code>
                <span className="hint">
                  needs <code>{permission}</code>
                </span>
              </div>
              <div className="route-calls">
                <button
                  type="button"
                  disabled={token === undefined}
                  aria-label={`Call ${method} with the token`}
                  onClick={() => onCall(route, true)}
                >
                  Call
                </button>
                <button
                  type="button"
                  className="quiet"
                  aria-label={`Call ${method} without a token`}
                  onClick={() => onCall(route, false)}
                >
                  no token
                </button>
              </div>
            </li>
          )
        })}
      </ul>
      <div className="answer" aria-live="polite" data-testid="answer">
        {error && <p className="problems">{error}</p>}
        {!error && !answer && (
          <p className="empty">
            The worker runs in workerd, with the template it was deployed with. Call a route.
          </p>
        )}
        {answer && <AnswerView answer={answer} />}
        {answer && edited && (
          <p className="hint">
            The worker knows nothing of your edits: it runs the template it was deployed with.
          </p>
        )}
      </div>
    </div>
  )
}

function AnswerView({ answer: { request, withToken, status, challenge, body } }: { answer: Answer }) {
  return (
    <>
      <p className="answer-line">
        <span className={`status status-${Math.floor(status / 100)}`}>{status}</span>
        <code>{request}</code>
        <span className="hint">{withToken ? 'with the token' : 'without a token'}</span>
      </p>
      {challenge && (
        <p className="answer-header">
          <code>WWW-Authenticate: {challenge}</code>
        </p>
      )}
      <Code className="code-wrap" label="Body" text={pretty(body)} />
    </>
  )
}
